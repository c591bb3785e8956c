-- AlterTable
ALTER TABLE "Node" ADD COLUMN "statusAt" DATETIME DEFAULT CURRENT_TIMESTAMP;

-- CreateTable
CREATE TABLE "Activity" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
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
    "at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Deployment" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "clusterId" INTEGER NOT NULL,
    "groupId" INTEGER NOT NULL,
    "userId" INTEGER NOT NULL,
    "nodeId" INTEGER NOT NULL,
    "nodeName" TEXT NOT NULL,
    "uniqueName" TEXT NOT NULL,
    "applicationId" INTEGER NOT NULL,
    "applicationVersionId" INTEGER NOT NULL,
    "appName" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "containerImagePath" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',
    "statusAt" DATETIME DEFAULT CURRENT_TIMESTAMP,
    "previousVersion" TEXT NOT NULL DEFAULT '',
    "restartedAt" DATETIME,
    "deployUUID" TEXT NOT NULL,
    "containerUUID" TEXT NOT NULL,
    "createAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updateAt" DATETIME NOT NULL,
    CONSTRAINT "Deployment_nodeId_fkey" FOREIGN KEY ("nodeId") REFERENCES "Node" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Deployment_applicationId_fkey" FOREIGN KEY ("applicationId") REFERENCES "Application" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Deployment_applicationVersionId_fkey" FOREIGN KEY ("applicationVersionId") REFERENCES "ApplicationVersion" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
INSERT INTO "new_Deployment" ("appName", "applicationId", "applicationVersionId", "clusterId", "containerImagePath", "containerUUID", "createAt", "deployUUID", "groupId", "id", "nodeId", "nodeName", "reason", "status", "uniqueName", "updateAt", "userId", "version") SELECT "appName", "applicationId", "applicationVersionId", "clusterId", "containerImagePath", "containerUUID", "createAt", "deployUUID", "groupId", "id", "nodeId", "nodeName", "reason", "status", "uniqueName", "updateAt", "userId", "version" FROM "Deployment";
DROP TABLE "Deployment";
ALTER TABLE "new_Deployment" RENAME TO "Deployment";
CREATE UNIQUE INDEX "Deployment_deployUUID_key" ON "Deployment"("deployUUID");
CREATE INDEX "Deployment_nodeId_idx" ON "Deployment"("nodeId");
CREATE INDEX "Deployment_applicationVersionId_idx" ON "Deployment"("applicationVersionId");
CREATE INDEX "Deployment_clusterId_groupId_userId_id_idx" ON "Deployment"("clusterId", "groupId", "userId", "id");
CREATE INDEX "Deployment_clusterId_groupId_userId_status_idx" ON "Deployment"("clusterId", "groupId", "userId", "status");
CREATE UNIQUE INDEX "Deployment_applicationId_nodeId_key" ON "Deployment"("applicationId", "nodeId");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE INDEX "Activity_clusterId_groupId_userId_id_idx" ON "Activity"("clusterId", "groupId", "userId", "id");

-- CreateIndex
CREATE INDEX "Activity_clusterId_groupId_userId_nodeName_id_idx" ON "Activity"("clusterId", "groupId", "userId", "nodeName", "id");

-- CreateIndex
CREATE INDEX "Activity_clusterId_groupId_userId_appName_id_idx" ON "Activity"("clusterId", "groupId", "userId", "appName", "id");

-- CreateIndex
CREATE INDEX "Activity_at_idx" ON "Activity"("at");
