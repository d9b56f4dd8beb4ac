-- What a response run did to each of its targets is found by the run as well as by the target.
CREATE INDEX "activity_run_at_id_idx" ON "activity" (("detail" ->> 'run'), "at" DESC, "id" DESC)
  WHERE ("detail" ->> 'run') IS NOT NULL;
