-- A contest with every ticket played, by 150 000 players, and a third of the prizes handed over.
insert into contests (slug, name, opens_at, receipts_until, plays_until, claims_until, grand_prize_fr, grand_prize_en,
  grand_prize_value_cents, ticket_count, allotment_digest, generated_at)
values ('the-tip-top', 'Thé Tip Top', now() - interval '20 days', now() + interval '10 days', now() + interval '40 days',
  now() + interval '40 days', 'Un an de thé', 'A year of tea', 36000, 500000, '\x00', now());

insert into prizes (contest_id, position, slug, name_fr, name_en, description_fr, description_en, quota)
select id, position, 'lot-' || position, prize, prize, prize, prize, 100000
from contests, unnest(array['Infuseur à thé', 'Boîte de 100 g de thé détox ou d’infusion', 'Boîte de 100 g de thé signature',
  'Coffret découverte d’une valeur de 39 €', 'Coffret découverte d’une valeur de 69 €']) with ordinality prizes (prize, position);

insert into shops (slug, name, city, postal_code)
select 'demo-' || i, 'Boutique de démonstration ' || i, 'Ville ' || i, '00000' from generate_series(1, 10) i;

insert into users (email, email_verified_at, first_name, last_name, birth_date, rules_accepted_at, role, shop_id)
select 'personne-' || i || '@demo.test', now(), 'Prénom' || i, 'Nom-de-Démo' || i, date '1950-01-01' + i % 18000, now(),
  (case when i = 1 then 'admin' when i <= 101 then 'employee' else 'player' end)::user_role,
  case when i between 2 and 101 then 1 + i % 10 end
from generate_series(1, 150000) i;

insert into tickets (id, prize_id, code_hash, status, code, player_id, played_at, claimed_at, claimed_by, claimed_shop_id)
select i, 1 + i % 5, decode(md5(i::text), 'hex'), (case when claimed then 'claimed' else 'pending' end)::ticket_status,
  upper(substr(md5('code' || i), 1, 10)), 102 + i * 7919::bigint % 149899, now() - interval '19 days' + i * interval '3 s',
  case when claimed then now() - interval '1 day' + i * interval '0.1 s' end,
  case when claimed then 2 + i % 100 end, case when claimed then 1 + i % 10 end
from (select i, i % 3 = 0 as claimed from generate_series(1, 500000) i) numbered;

insert into participations (player_id, ticket_id, prize_id, played_at)
select player_id, id, prize_id, played_at from tickets;

vacuum analyze;
