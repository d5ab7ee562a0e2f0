ALTER TABLE "answer_parts" ADD COLUMN "diagrams" jsonb;--> statement-breakpoint
ALTER TABLE "submission_versions" ADD COLUMN "analysis" jsonb;