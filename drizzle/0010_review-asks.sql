CREATE TABLE "review_asks" (
	"submission_id" uuid NOT NULL,
	"reviewer" text NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "review_asks_submission_id_reviewer_pk" PRIMARY KEY("submission_id","reviewer")
);
--> statement-breakpoint
ALTER TABLE "review_asks" ADD CONSTRAINT "review_asks_submission_id_submissions_id_fk" FOREIGN KEY ("submission_id") REFERENCES "public"."submissions"("id") ON DELETE cascade ON UPDATE no action;