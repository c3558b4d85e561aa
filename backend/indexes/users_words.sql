create index concurrently users_words on users using gin (name_vector(first_name, last_name));
