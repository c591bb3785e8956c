-- CreateTable
CREATE TABLE "ImageBlob" (
    "versionId" INTEGER NOT NULL,
    "digest" TEXT NOT NULL,

    CONSTRAINT "ImageBlob_pkey" PRIMARY KEY ("versionId","digest")
);

-- CreateIndex
CREATE INDEX "ImageBlob_digest_idx" ON "ImageBlob"("digest");

-- AddForeignKey
ALTER TABLE "ImageBlob" ADD CONSTRAINT "ImageBlob_versionId_fkey" FOREIGN KEY ("versionId") REFERENCES "ImageVersion"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What is known of the versions that are there: the layers of their first platforms.
INSERT INTO "ImageBlob" ("versionId", "digest")
SELECT DISTINCT "ImageVersion"."id", "layer" ->> 'digest'
FROM "ImageVersion", jsonb_array_elements("ImageVersion"."layers"::jsonb) AS "layer";
