-- AlterTable
ALTER TABLE "ImageVersion" ADD COLUMN     "tagSortKey" TEXT NOT NULL DEFAULT '';

-- CreateIndex
CREATE INDEX "ImageVersion_recordId_tagSortKey_idx" ON "ImageVersion"("recordId", "tagSortKey");
