create index concurrently users_last_name_first
  on users (((last_name || e'\t' || first_name) collate french), id);
