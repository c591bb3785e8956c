-- CreateTable
CREATE TABLE "ImageBlob" (
    "versionId" INTEGER NOT NULL,
    "digest" TEXT NOT NULL,

    PRIMARY KEY ("versionId", "digest"),
    CONSTRAINT "ImageBlob_versionId_fkey" FOREIGN KEY ("versionId") REFERENCES "ImageVersion" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "ImageBlob_digest_idx" ON "ImageBlob"("digest");

-- What is known of the versions that are there: the layers of their first platforms.
INSERT INTO "ImageBlob" ("versionId", "digest")
SELECT DISTINCT "ImageVersion"."id", json_extract("layer"."value", '$.digest')
FROM "ImageVersion", json_each("ImageVersion"."layers") AS "layer";
