-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_RegistryGarbage" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "repository" TEXT NOT NULL,
    "tag" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
);
INSERT INTO "new_RegistryGarbage" ("createdAt", "digest", "id", "repository", "tag") SELECT "createdAt", "digest", "id", "repository", "tag" FROM "RegistryGarbage";
DROP TABLE "RegistryGarbage";
ALTER TABLE "new_RegistryGarbage" RENAME TO "RegistryGarbage";
CREATE INDEX "RegistryGarbage_repository_digest_idx" ON "RegistryGarbage"("repository", "digest");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;
