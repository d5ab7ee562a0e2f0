CREATE TABLE "group_problems" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"group_id" uuid NOT NULL,
	"slug" text NOT NULL,
	"version" integer NOT NULL,
	"language" text NOT NULL,
	"source" text NOT NULL,
	"problem" jsonb NOT NULL,
	"created_at" bigint NOT NULL,
	"created_by" jsonb NOT NULL,
	"removed_at" bigint
);
--> statement-breakpoint
ALTER TABLE "challenges" ADD COLUMN "own_problem_id" uuid;--> statement-breakpoint
ALTER TABLE "mocks" ADD COLUMN "own_problem_id" uuid;--> statement-breakpoint
ALTER TABLE "group_problems" ADD CONSTRAINT "group_problems_group_id_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."groups"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "group_problems_standing" ON "group_problems" USING btree ("group_id","slug") WHERE removed_at is null;--> statement-breakpoint
CREATE INDEX "group_problems_versions" ON "group_problems" USING btree ("group_id","slug","version");