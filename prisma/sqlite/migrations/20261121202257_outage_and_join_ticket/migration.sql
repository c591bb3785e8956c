-- CreateTable
CREATE TABLE "UsedJoinTicket" (
    "nonce" TEXT NOT NULL PRIMARY KEY,
    "usedAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" DATETIME NOT NULL
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Node" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "clusterId" INTEGER NOT NULL,
    "groupId" INTEGER NOT NULL,
    "userId" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "nodeType" TEXT NOT NULL,
    "arch" TEXT NOT NULL DEFAULT '',
    "uniqueName" TEXT NOT NULL,
    "cpuCore" INTEGER NOT NULL DEFAULT 0,
    "memory" BIGINT NOT NULL DEFAULT 0,
    "status" TEXT NOT NULL,
    "roles" TEXT NOT NULL DEFAULT '',
    "runtime" TEXT NOT NULL DEFAULT '',
    "osImage" TEXT NOT NULL DEFAULT '',
    "interIp" TEXT NOT NULL DEFAULT '',
    "outerIp" TEXT NOT NULL DEFAULT '',
    "kubeletVersion" TEXT NOT NULL DEFAULT '',
    "labels" TEXT NOT NULL DEFAULT '{}',
    "lastHeartbeat" DATETIME,
    "statusAt" DATETIME DEFAULT CURRENT_TIMESTAMP,
    "outage" TEXT NOT NULL DEFAULT '',
    "outageSince" DATETIME,
    "outageReason" TEXT NOT NULL DEFAULT '',
    "createAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updateAt" DATETIME NOT NULL
);
INSERT INTO "new_Node" ("arch", "clusterId", "cpuCore", "createAt", "groupId", "id", "interIp", "kubeletVersion", "labels", "lastHeartbeat", "memory", "name", "nodeType", "osImage", "outerIp", "roles", "runtime", "status", "statusAt", "uniqueName", "updateAt", "userId") SELECT "arch", "clusterId", "cpuCore", "createAt", "groupId", "id", "interIp", "kubeletVersion", "labels", "lastHeartbeat", "memory", "name", "nodeType", "osImage", "outerIp", "roles", "runtime", "status", "statusAt", "uniqueName", "updateAt", "userId" FROM "Node";
DROP TABLE "Node";
ALTER TABLE "new_Node" RENAME TO "Node";
CREATE UNIQUE INDEX "Node_uniqueName_key" ON "Node"("uniqueName");
CREATE INDEX "Node_clusterId_groupId_userId_id_idx" ON "Node"("clusterId", "groupId", "userId", "id");
CREATE INDEX "Node_clusterId_groupId_userId_status_idx" ON "Node"("clusterId", "groupId", "userId", "status");
CREATE UNIQUE INDEX "Node_clusterId_groupId_userId_name_key" ON "Node"("clusterId", "groupId", "userId", "name");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE INDEX "UsedJoinTicket_expiresAt_idx" ON "UsedJoinTicket"("expiresAt");
