create table orders (
  id uuid primary key,
  item text not null,
  quantity integer not null check (quantity > 0),
  accepted_by text not null,
  accepted_at timestamptz not null default now()
);
