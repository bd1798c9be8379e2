-- Which datasets of which users are fetched from a source, and so are expected to stay fresh: asked for every user,
-- once a minute. What was imported from a file grows old by nature.
CREATE INDEX pipeline_runs_fetched ON ops.pipeline_runs (user_id, dataset) WHERE trigger <> 'import';
