-- Where a player collects: the shop that they named, or that served them last. It orders the queue of that shop, and
-- decides nothing else. See docs/decisions/queue-of-a-shop.md.
alter table users add column pickup_shop_id smallint references shops
  constraint pickup_shops_of_verifications check ((id < 0) = (coalesce(pickup_shop_id, id) < 0));

-- The queue of a shop begins with its people, who are few among all players.
create index users_pickup_shop on users (pickup_shop_id) where pickup_shop_id is not null;
