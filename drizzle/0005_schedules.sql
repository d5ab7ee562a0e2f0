CREATE TABLE "occurrences" (
	"schedule_id" uuid NOT NULL,
	"due_at" bigint NOT NULL,
	"outcome" text NOT NULL,
	"at" bigint NOT NULL,
	"problem" text,
	"challenge_id" uuid,
	"deadline_at" bigint,
	CONSTRAINT "occurrences_schedule_id_due_at_pk" PRIMARY KEY("schedule_id","due_at")
);
--> statement-breakpoint
CREATE TABLE "schedules" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"group_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"platform" text NOT NULL,
	"space" text NOT NULL,
	"channel" text NOT NULL,
	"expression" text NOT NULL,
	"time_zone" text,
	"language" text NOT NULL,
	"deadline_days" integer NOT NULL,
	"problems" text[],
	"blind" boolean NOT NULL,
	"pinned" text,
	"state" text NOT NULL,
	"next_at" bigint NOT NULL,
	"next_in" text NOT NULL,
	"last_at" bigint,
	"revision" integer NOT NULL,
	"created_at" bigint NOT NULL,
	"removed_at" bigint,
	"changed_at" bigint NOT NULL,
	"changed_by" jsonb NOT NULL,
	CONSTRAINT "schedules_number" UNIQUE("group_id","number")
);
--> statement-breakpoint
ALTER TABLE "occurrences" ADD CONSTRAINT "occurrences_schedule_id_schedules_id_fk" FOREIGN KEY ("schedule_id") REFERENCES "public"."schedules"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "schedules" ADD CONSTRAINT "schedules_group_id_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."groups"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "schedules_in" ON "schedules" USING btree ("platform","space","channel") WHERE removed_at is null;