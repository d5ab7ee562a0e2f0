CREATE TABLE "answer_parts" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "answer_parts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"answer_id" uuid NOT NULL,
	"stage" integer NOT NULL,
	"filed_stage" integer,
	"source" text NOT NULL,
	"source_id" text NOT NULL,
	"text" text NOT NULL,
	"edited_at" bigint NOT NULL,
	"deleted_at" bigint,
	CONSTRAINT "answer_parts_source" UNIQUE("answer_id","source","source_id")
);
--> statement-breakpoint
CREATE TABLE "answers" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"group_id" uuid NOT NULL,
	"mock_id" uuid,
	"problem" text NOT NULL,
	"language" text NOT NULL,
	"platform" text NOT NULL,
	"space" text NOT NULL,
	"author" text NOT NULL,
	"revealed_at" bigint,
	CONSTRAINT "answers_mock_id_unique" UNIQUE("mock_id")
);
--> statement-breakpoint
CREATE TABLE "whiteboards" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "whiteboards_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"part_id" bigint NOT NULL,
	"file_id" text NOT NULL,
	"name" text NOT NULL,
	"media_type" text NOT NULL,
	"bytes" "bytea" NOT NULL,
	CONSTRAINT "whiteboards_file" UNIQUE("part_id","file_id")
);
--> statement-breakpoint
CREATE TABLE "alarms" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "alarms_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"due_at" bigint NOT NULL,
	"payload" jsonb NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"not_before" timestamp with time zone,
	"dead" boolean DEFAULT false NOT NULL,
	"error" text
);
--> statement-breakpoint
CREATE TABLE "clock_anchor" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"real_ms" bigint NOT NULL,
	"bot_ms" bigint NOT NULL,
	"speed" double precision NOT NULL,
	CONSTRAINT "clock_anchor_is_one_row" CHECK ("clock_anchor"."id" = 1),
	CONSTRAINT "clock_anchor_speed_is_positive" CHECK ("clock_anchor"."speed" > 0)
);
--> statement-breakpoint
CREATE TABLE "deliveries" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "deliveries_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"stream" text NOT NULL,
	"platform" text NOT NULL,
	"kind" text NOT NULL,
	"slot" text,
	"payload" jsonb NOT NULL,
	"state" text DEFAULT 'pending' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"not_before" timestamp with time zone,
	"leased_until" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"error" text,
	CONSTRAINT "deliveries_state" CHECK ("deliveries"."state" in ('pending', 'dead'))
);
--> statement-breakpoint
CREATE TABLE "form_drafts" (
	"platform" text NOT NULL,
	"space" text NOT NULL,
	"person" text NOT NULL,
	"form_id" text NOT NULL,
	"form" jsonb NOT NULL,
	"values" jsonb NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "form_drafts_platform_space_person_form_id_pk" PRIMARY KEY("platform","space","person","form_id")
);
--> statement-breakpoint
CREATE TABLE "inbound_events" (
	"platform" text NOT NULL,
	"event" text NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "inbound_events_platform_event_pk" PRIMARY KEY("platform","event")
);
--> statement-breakpoint
CREATE TABLE "places" (
	"stream" text NOT NULL,
	"slot" text NOT NULL,
	"platform" text NOT NULL,
	"space" text NOT NULL,
	"channel" text NOT NULL,
	"thread" text,
	"message" text,
	CONSTRAINT "places_stream_slot_pk" PRIMARY KEY("stream","slot")
);
--> statement-breakpoint
CREATE TABLE "groups" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"language" text NOT NULL,
	"time_zone" text NOT NULL,
	"default_minutes" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "organisers" (
	"group_id" uuid NOT NULL,
	"platform" text NOT NULL,
	"space" text NOT NULL,
	"user_id" text NOT NULL,
	CONSTRAINT "organisers_group_id_platform_space_user_id_pk" PRIMARY KEY("group_id","platform","space","user_id")
);
--> statement-breakpoint
CREATE TABLE "spaces" (
	"platform" text NOT NULL,
	"space" text NOT NULL,
	"group_id" uuid NOT NULL,
	CONSTRAINT "spaces_platform_space_pk" PRIMARY KEY("platform","space")
);
--> statement-breakpoint
CREATE TABLE "mock_notes" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "mock_notes_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"mock_id" uuid NOT NULL,
	"author" jsonb NOT NULL,
	"stage" integer NOT NULL,
	"text" text NOT NULL,
	"at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "mocks" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"group_id" uuid NOT NULL,
	"platform" text NOT NULL,
	"space" text NOT NULL,
	"channel" text NOT NULL,
	"problem" text NOT NULL,
	"language" text NOT NULL,
	"minutes" integer NOT NULL,
	"phase" text NOT NULL,
	"revision" integer NOT NULL,
	"candidate" text,
	"state" jsonb NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "reviews" (
	"answer_id" uuid NOT NULL,
	"platform" text NOT NULL,
	"space" text NOT NULL,
	"voter" text NOT NULL,
	"comment" text NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "reviews_answer_id_platform_space_voter_pk" PRIMARY KEY("answer_id","platform","space","voter")
);
--> statement-breakpoint
CREATE TABLE "votes" (
	"answer_id" uuid NOT NULL,
	"platform" text NOT NULL,
	"space" text NOT NULL,
	"voter" text NOT NULL,
	"criterion" text NOT NULL,
	"source" text NOT NULL,
	"level" integer NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "votes_answer_id_platform_space_voter_criterion_source_pk" PRIMARY KEY("answer_id","platform","space","voter","criterion","source"),
	CONSTRAINT "votes_level" CHECK (level between 1 and 4)
);
--> statement-breakpoint
ALTER TABLE "answer_parts" ADD CONSTRAINT "answer_parts_answer_id_answers_id_fk" FOREIGN KEY ("answer_id") REFERENCES "public"."answers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "answers" ADD CONSTRAINT "answers_group_id_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."groups"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "answers" ADD CONSTRAINT "answers_mock_id_mocks_id_fk" FOREIGN KEY ("mock_id") REFERENCES "public"."mocks"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "whiteboards" ADD CONSTRAINT "whiteboards_part_id_answer_parts_id_fk" FOREIGN KEY ("part_id") REFERENCES "public"."answer_parts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organisers" ADD CONSTRAINT "organisers_group_id_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."groups"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "spaces" ADD CONSTRAINT "spaces_group_id_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."groups"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mock_notes" ADD CONSTRAINT "mock_notes_mock_id_mocks_id_fk" FOREIGN KEY ("mock_id") REFERENCES "public"."mocks"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mocks" ADD CONSTRAINT "mocks_group_id_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."groups"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_answer_id_answers_id_fk" FOREIGN KEY ("answer_id") REFERENCES "public"."answers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "votes" ADD CONSTRAINT "votes_answer_id_answers_id_fk" FOREIGN KEY ("answer_id") REFERENCES "public"."answers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "whiteboards_of" ON "whiteboards" USING btree ("part_id");--> statement-breakpoint
CREATE UNIQUE INDEX "alarms_live" ON "alarms" USING btree ("kind","key","due_at","payload") WHERE not "alarms"."dead";--> statement-breakpoint
CREATE INDEX "alarms_due" ON "alarms" USING btree ("due_at","id") WHERE not "alarms"."dead";--> statement-breakpoint
CREATE INDEX "deliveries_pending" ON "deliveries" USING btree ("stream","id") WHERE "deliveries"."state" = 'pending';--> statement-breakpoint
CREATE INDEX "inbound_events_age" ON "inbound_events" USING btree ("received_at");--> statement-breakpoint
CREATE INDEX "places_thread" ON "places" USING btree ("platform","thread") WHERE "places"."message" is null;--> statement-breakpoint
CREATE INDEX "places_message" ON "places" USING btree ("platform","message") WHERE "places"."message" is not null;--> statement-breakpoint
CREATE INDEX "mock_notes_of" ON "mock_notes" USING btree ("mock_id");--> statement-breakpoint
CREATE UNIQUE INDEX "mocks_one_open_per_candidate" ON "mocks" USING btree ("platform","channel","candidate") WHERE phase in ('lobby', 'running', 'paused');--> statement-breakpoint
CREATE INDEX "mocks_open" ON "mocks" USING btree ("platform","space") WHERE phase not in ('done', 'cancelled');