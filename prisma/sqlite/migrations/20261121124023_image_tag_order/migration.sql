-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_ImageVersion" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "clusterId" INTEGER NOT NULL,
    "groupId" INTEGER NOT NULL,
    "userId" INTEGER NOT NULL,
    "recordId" INTEGER NOT NULL,
    "imageName" TEXT NOT NULL,
    "orgName" TEXT NOT NULL,
    "imageVersion" TEXT NOT NULL,
    "tagSortKey" TEXT NOT NULL DEFAULT '',
    "imageId" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "sizeBytes" BIGINT NOT NULL,
    "platforms" TEXT NOT NULL DEFAULT '[]',
    "layers" TEXT NOT NULL DEFAULT '[]',
    "reference" TEXT NOT NULL,
    "createAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updateAt" DATETIME NOT NULL,
    CONSTRAINT "ImageVersion_recordId_fkey" FOREIGN KEY ("recordId") REFERENCES "Image" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO "new_ImageVersion" ("clusterId", "createAt", "digest", "groupId", "id", "imageId", "imageName", "imageVersion", "layers", "orgName", "platforms", "recordId", "reference", "sizeBytes", "updateAt", "userId") SELECT "clusterId", "createAt", "digest", "groupId", "id", "imageId", "imageName", "imageVersion", "layers", "orgName", "platforms", "recordId", "reference", "sizeBytes", "updateAt", "userId" FROM "ImageVersion";
DROP TABLE "ImageVersion";
ALTER TABLE "new_ImageVersion" RENAME TO "ImageVersion";
CREATE INDEX "ImageVersion_recordId_tagSortKey_idx" ON "ImageVersion"("recordId", "tagSortKey");
CREATE INDEX "ImageVersion_clusterId_groupId_userId_id_idx" ON "ImageVersion"("clusterId", "groupId", "userId", "id");
CREATE UNIQUE INDEX "ImageVersion_recordId_imageVersion_key" ON "ImageVersion"("recordId", "imageVersion");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;
