-- AlterTable
ALTER TABLE "Node" ADD COLUMN     "statusAt" TIMESTAMP(3) DEFAULT CURRENT_TIMESTAMP;

-- AlterTable
ALTER TABLE "Deployment" ADD COLUMN     "previousVersion" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "restartedAt" TIMESTAMP(3),
ADD COLUMN     "statusAt" TIMESTAMP(3) DEFAULT CURRENT_TIMESTAMP;

-- CreateTable
CREATE TABLE "Activity" (
    "id" SERIAL NOT NULL,
    "clusterId" INTEGER NOT NULL,
    "groupId" INTEGER NOT NULL,
    "userId" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "nodeName" TEXT NOT NULL DEFAULT '',
    "appName" TEXT NOT NULL DEFAULT '',
    "version" TEXT NOT NULL DEFAULT '',
    "imageName" TEXT NOT NULL DEFAULT '',
    "reason" TEXT NOT NULL DEFAULT '',
    "actor" TEXT NOT NULL DEFAULT '',
    "at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Activity_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Activity_clusterId_groupId_userId_id_idx" ON "Activity"("clusterId", "groupId", "userId", "id");

-- CreateIndex
CREATE INDEX "Activity_clusterId_groupId_userId_nodeName_id_idx" ON "Activity"("clusterId", "groupId", "userId", "nodeName", "id");

-- CreateIndex
CREATE INDEX "Activity_clusterId_groupId_userId_appName_id_idx" ON "Activity"("clusterId", "groupId", "userId", "appName", "id");

-- CreateIndex
CREATE INDEX "Activity_at_idx" ON "Activity"("at");

-- CreateIndex
CREATE INDEX "Deployment_clusterId_groupId_userId_status_idx" ON "Deployment"("clusterId", "groupId", "userId", "status");
