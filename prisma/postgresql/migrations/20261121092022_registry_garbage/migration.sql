-- CreateTable
CREATE TABLE "RegistryGarbage" (
    "id" SERIAL NOT NULL,
    "repository" TEXT NOT NULL,
    "tag" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "RegistryGarbage_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "RegistryGarbage_repository_digest_idx" ON "RegistryGarbage"("repository", "digest");
