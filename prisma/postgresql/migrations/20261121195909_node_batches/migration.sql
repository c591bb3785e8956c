-- CreateTable
CREATE TABLE "NodeBatch" (
    "id" SERIAL NOT NULL,
    "clusterId" INTEGER NOT NULL,
    "groupId" INTEGER NOT NULL,
    "userId" INTEGER NOT NULL,
    "fileName" TEXT NOT NULL DEFAULT '',
    "secret" TEXT NOT NULL DEFAULT '',
    "confirmedAt" TIMESTAMP(3),
    "createAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updateAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "NodeBatch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "BatchNode" (
    "id" SERIAL NOT NULL,
    "batchId" INTEGER NOT NULL,
    "line" INTEGER NOT NULL DEFAULT 0,
    "name" TEXT NOT NULL,
    "nodeType" TEXT NOT NULL,
    "arch" TEXT NOT NULL,
    "ip" TEXT NOT NULL,
    "port" INTEGER NOT NULL,
    "sudoer" TEXT NOT NULL,
    "uniqueName" TEXT NOT NULL,
    "secret" TEXT NOT NULL DEFAULT '',
    "status" TEXT NOT NULL,
    "statusAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "failure" TEXT NOT NULL DEFAULT '',
    "failureParams" TEXT NOT NULL DEFAULT '{}',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "interruptions" INTEGER NOT NULL DEFAULT 0,
    "createAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updateAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "BatchNode_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "BatchOutput" (
    "batchNodeId" INTEGER NOT NULL,
    "text" TEXT NOT NULL,

    CONSTRAINT "BatchOutput_pkey" PRIMARY KEY ("batchNodeId")
);

-- CreateTable
CREATE TABLE "HostKey" (
    "id" SERIAL NOT NULL,
    "clusterId" INTEGER NOT NULL,
    "groupId" INTEGER NOT NULL,
    "userId" INTEGER NOT NULL,
    "ip" TEXT NOT NULL,
    "port" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "offered" TEXT NOT NULL DEFAULT '',
    "createAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updateAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "HostKey_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "NodeBatch_clusterId_groupId_userId_id_idx" ON "NodeBatch"("clusterId", "groupId", "userId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "BatchNode_uniqueName_key" ON "BatchNode"("uniqueName");

-- CreateIndex
CREATE INDEX "BatchNode_batchId_status_idx" ON "BatchNode"("batchId", "status");

-- CreateIndex
CREATE INDEX "BatchNode_status_id_idx" ON "BatchNode"("status", "id");

-- CreateIndex
CREATE UNIQUE INDEX "BatchNode_batchId_name_key" ON "BatchNode"("batchId", "name");

-- CreateIndex
CREATE UNIQUE INDEX "HostKey_clusterId_groupId_userId_ip_port_key" ON "HostKey"("clusterId", "groupId", "userId", "ip", "port");

-- AddForeignKey
ALTER TABLE "BatchNode" ADD CONSTRAINT "BatchNode_batchId_fkey" FOREIGN KEY ("batchId") REFERENCES "NodeBatch"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "BatchOutput" ADD CONSTRAINT "BatchOutput_batchNodeId_fkey" FOREIGN KEY ("batchNodeId") REFERENCES "BatchNode"("id") ON DELETE CASCADE ON UPDATE CASCADE;
