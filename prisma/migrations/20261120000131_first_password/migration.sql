-- A password that somebody else set is good until then, and for nothing but choosing another. Null: the person chose theirs,
-- as everybody did who is here by now.
ALTER TABLE "users" ADD COLUMN "temporary_password_until" TIMESTAMPTZ(3);
