CREATE TABLE "challenges" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"group_id" uuid NOT NULL,
	"schedule_id" uuid NOT NULL,
	"platform" text NOT NULL,
	"space" text NOT NULL,
	"channel" text NOT NULL,
	"problem" text NOT NULL,
	"language" text NOT NULL,
	"blind" boolean NOT NULL,
	"phase" text NOT NULL,
	"posted_at" bigint NOT NULL,
	"deadline_at" bigint NOT NULL,
	"closed_at" bigint,
	"reopened" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "reminder_opt_outs" (
	"platform" text NOT NULL,
	"space" text NOT NULL,
	"person" text NOT NULL,
	CONSTRAINT "reminder_opt_outs_platform_space_person_pk" PRIMARY KEY("platform","space","person")
);
--> statement-breakpoint
CREATE TABLE "review_requests" (
	"submission_id" uuid NOT NULL,
	"reviewer" text NOT NULL,
	"asked_at" bigint,
	CONSTRAINT "review_requests_submission_id_reviewer_pk" PRIMARY KEY("submission_id","reviewer")
);
--> statement-breakpoint
CREATE TABLE "submission_drafts" (
	"challenge_id" uuid NOT NULL,
	"author" text NOT NULL,
	"stage" integer NOT NULL,
	"text" text NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "submission_drafts_challenge_id_author_stage_pk" PRIMARY KEY("challenge_id","author","stage")
);
--> statement-breakpoint
CREATE TABLE "submission_versions" (
	"submission_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"source" text NOT NULL,
	"message" text,
	"text" text NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "submission_versions_submission_id_version_pk" PRIMARY KEY("submission_id","version")
);
--> statement-breakpoint
CREATE TABLE "submissions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"challenge_id" uuid NOT NULL,
	"answer_id" uuid NOT NULL,
	"author" text NOT NULL,
	"number" integer NOT NULL,
	"state" text NOT NULL,
	"late" boolean NOT NULL,
	"handed_in_at" bigint NOT NULL,
	"version" integer NOT NULL,
	"reactions_heard" integer DEFAULT 0 NOT NULL,
	"recount_at" timestamp with time zone,
	"recount_failures" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "submissions_answer_id_unique" UNIQUE("answer_id"),
	CONSTRAINT "submissions_author" UNIQUE("challenge_id","author"),
	CONSTRAINT "submissions_number" UNIQUE("challenge_id","number")
);
--> statement-breakpoint
ALTER TABLE "challenges" ADD CONSTRAINT "challenges_group_id_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."groups"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_requests" ADD CONSTRAINT "review_requests_submission_id_submissions_id_fk" FOREIGN KEY ("submission_id") REFERENCES "public"."submissions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "submission_drafts" ADD CONSTRAINT "submission_drafts_challenge_id_challenges_id_fk" FOREIGN KEY ("challenge_id") REFERENCES "public"."challenges"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "submission_versions" ADD CONSTRAINT "submission_versions_submission_id_submissions_id_fk" FOREIGN KEY ("submission_id") REFERENCES "public"."submissions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "submissions" ADD CONSTRAINT "submissions_challenge_id_challenges_id_fk" FOREIGN KEY ("challenge_id") REFERENCES "public"."challenges"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "submissions" ADD CONSTRAINT "submissions_answer_id_answers_id_fk" FOREIGN KEY ("answer_id") REFERENCES "public"."answers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "challenges_open" ON "challenges" USING btree ("platform","space") WHERE phase in ('open', 'closing');--> statement-breakpoint
CREATE INDEX "challenges_of" ON "challenges" USING btree ("group_id","posted_at");--> statement-breakpoint
CREATE INDEX "submissions_recount" ON "submissions" USING btree ("recount_at") WHERE recount_at is not null;