-- How names are sorted, and what a word of a name is, for the index and for what a person types alike.
-- See docs/decisions/names.md.
--
-- The indexes of backend/indexes use these functions: what they return never changes. Another rule is another function.

-- É beside E, capitals beside small letters. Texts that are not the same are never equal, so a cursor finds its place.
create collation french (provider = icu, locale = 'fr');

-- The words of a text in any script: upper case, without marks, with letters such as `œ` and `ß` spelled as a passport
-- spells them. Letters of scripts without spaces are a word each, so that 王小明 is found under 小明 and 王.
--
-- The collation names ICU's tables, so that every server agrees on case and on what a letter is. It does not count
-- symbols (`´`, U+02BC, U+2032) as punctuation: they are listed. Letters are spelled out last, when all are upper case.
create function search_words(typed text) returns text[]
  language sql immutable strict parallel safe
  return array_remove(string_to_array(
    translate(replace(replace(replace(
      upper(lower(regexp_replace(regexp_replace(
        normalize(regexp_replace(
          normalize(typed, nfkc),
          '([\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\U00020000-\U0003ffff])', ' \1 ', 'g'
        ), nfkd) collate "und-x-icu",
        '[[:punct:][:space:]$+<=>^`|~\u00a2-\u00a9\u00ac-\u00b1\u00d7\u00f7\u02b9-\u02ff\u2010-\u2027\u2030-\u205e'
          '\u20a0-\u20cf\u2100-\u2bff\ua78b\ua78c\U0001f000-\U0001faff]+', ' ', 'g'
      ), '[^[:alnum:] ]|\u0640', '', 'g'))),
      'Æ', 'AE'), 'Œ', 'OE'), 'Þ', 'TH'), 'ØŁĐÐĦŦŊƁƊƘƳƗ', 'OLDDHTNBDKYI'),
    ' '), '');

-- A person's words, as an index has them.
create function name_vector(first_name text, last_name text) returns tsvector
  language sql immutable parallel safe
  return array_to_tsvector(search_words(first_name || ' ' || last_name));

-- Asks for names that have a word beginning with each word of a text; null for a text without words.
create function name_query(typed text) returns tsquery
  language sql immutable parallel safe
  return (
    select '''' || array_to_string(words, ''':* & ''') || ''':*' from (select search_words(typed)) as typed (words)
    where words <> '{}'
  )::tsquery;
