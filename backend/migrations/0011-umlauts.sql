-- Machine-readable lines of passports spell ü, ö and ä with an E (ICAO Doc 9303): MUELLER is Müller, whom the index has as
-- MULLER. A typed word is therefore looked for as it is, or without the E of UE, OE and AE before another letter. The
-- index stays as it is: only what is asked of it changes.
create or replace function name_query(typed text) returns tsquery
  language sql immutable parallel safe
  return (
    select string_agg(
      case when plain = word then '''' || word || ''':*' else '(''' || word || ''':* | ''' || plain || ''':*)' end, ' & ')
    from unnest(search_words(typed)) as words (word),
      lateral regexp_replace(word, '([AOU])E(?=.)', '\1', 'g') as plain
  )::tsquery;
