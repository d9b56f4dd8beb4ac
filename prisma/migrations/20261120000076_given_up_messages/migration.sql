-- The overview asks every channel whether messages to it were given up.
CREATE INDEX "deliveries_given_up_idx" ON "deliveries" ("channel_id", "created_at") WHERE "state" = 'failed';
