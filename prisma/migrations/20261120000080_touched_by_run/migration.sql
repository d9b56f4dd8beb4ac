-- What a target touched is asked for by its run, too: for refused connections as added proof, and when plans are pruned.
CREATE INDEX "response_touched_run_id_n_idx" ON "response_touched" ("run_id", "n");
