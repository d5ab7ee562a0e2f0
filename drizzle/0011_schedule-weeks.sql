ALTER TABLE "schedules" ADD COLUMN "every_weeks" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "schedules" ADD COLUMN "first_week" integer;--> statement-breakpoint
ALTER TABLE "schedules" ADD COLUMN "resume_at" bigint;