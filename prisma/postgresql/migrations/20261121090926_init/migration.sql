-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "User" (
    "id" SERIAL NOT NULL,
    "userName" TEXT NOT NULL,
    "passwordHash" TEXT NOT NULL,
    "clusterId" INTEGER NOT NULL DEFAULT 0,
    "groupId" INTEGER NOT NULL DEFAULT 0,
    "role" TEXT NOT NULL DEFAULT 'admin',
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Session" (
    "tokenHash" TEXT NOT NULL,
    "userId" INTEGER NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Session_pkey" PRIMARY KEY ("tokenHash")
);

-- CreateTable
CREATE TABLE "Message" (
    "clusterId" INTEGER NOT NULL,
    "groupId" INTEGER NOT NULL,
    "userId" INTEGER NOT NULL,
    "msgId" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "contentHash" TEXT NOT NULL,
    "code" INTEGER NOT NULL,
    "answer" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Message_pkey" PRIMARY KEY ("clusterId","groupId","userId","msgId")
);

-- CreateTable
CREATE TABLE "Node" (
    "id" SERIAL NOT NULL,
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
    "lastHeartbeat" TIMESTAMP(3),
    "createAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updateAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Node_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ImageOrg" (
    "id" SERIAL NOT NULL,
    "clusterId" INTEGER NOT NULL,
    "ownerGroupId" INTEGER NOT NULL,
    "ownerUserId" INTEGER NOT NULL,
    "orgName" TEXT NOT NULL,
    "createAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updateAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "ImageOrg_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Image" (
    "id" SERIAL NOT NULL,
    "clusterId" INTEGER NOT NULL,
    "groupId" INTEGER NOT NULL,
    "userId" INTEGER NOT NULL,
    "imageName" TEXT NOT NULL,
    "orgId" INTEGER NOT NULL,
    "orgName" TEXT NOT NULL,
    "createAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updateAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Image_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ImageVersion" (
    "id" SERIAL NOT NULL,
    "clusterId" INTEGER NOT NULL,
    "groupId" INTEGER NOT NULL,
    "userId" INTEGER NOT NULL,
    "recordId" INTEGER NOT NULL,
    "imageName" TEXT NOT NULL,
    "orgName" TEXT NOT NULL,
    "imageVersion" TEXT NOT NULL,
    "imageId" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "sizeBytes" BIGINT NOT NULL,
    "platforms" TEXT NOT NULL DEFAULT '[]',
    "layers" TEXT NOT NULL DEFAULT '[]',
    "reference" TEXT NOT NULL,
    "createAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updateAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "ImageVersion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Application" (
    "id" SERIAL NOT NULL,
    "clusterId" INTEGER NOT NULL,
    "groupId" INTEGER NOT NULL,
    "userId" INTEGER NOT NULL,
    "appName" TEXT NOT NULL,
    "appType" TEXT NOT NULL,
    "functionType" TEXT NOT NULL DEFAULT '',
    "description" TEXT NOT NULL DEFAULT '',
    "latestPubVersion" TEXT NOT NULL DEFAULT '',
    "createAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updateAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Application_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ApplicationVersion" (
    "id" SERIAL NOT NULL,
    "clusterId" INTEGER NOT NULL,
    "groupId" INTEGER NOT NULL,
    "userId" INTEGER NOT NULL,
    "applicationId" INTEGER NOT NULL,
    "appName" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "archType" TEXT NOT NULL,
    "orgName" TEXT NOT NULL,
    "containerImage" TEXT NOT NULL,
    "containerImageVersion" TEXT NOT NULL,
    "containerImagePath" TEXT NOT NULL,
    "cpuQuota" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "maxCpuQuota" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "memoryQuota" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "maxMemoryQuota" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "restartPolicy" TEXT NOT NULL,
    "network" TEXT NOT NULL,
    "createAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updateAt" TIMESTAMP(3) NOT NULL,
    "publishAt" TIMESTAMP(3),
    "offlineAt" TIMESTAMP(3),

    CONSTRAINT "ApplicationVersion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Deployment" (
    "id" SERIAL NOT NULL,
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
    "deployUUID" TEXT NOT NULL,
    "containerUUID" TEXT NOT NULL,
    "createAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updateAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Deployment_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "User_userName_key" ON "User"("userName");

-- CreateIndex
CREATE INDEX "Session_expiresAt_idx" ON "Session"("expiresAt");

-- CreateIndex
CREATE INDEX "Message_createdAt_idx" ON "Message"("createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "Node_uniqueName_key" ON "Node"("uniqueName");

-- CreateIndex
CREATE INDEX "Node_clusterId_groupId_userId_id_idx" ON "Node"("clusterId", "groupId", "userId", "id");

-- CreateIndex
CREATE INDEX "Node_clusterId_groupId_userId_status_idx" ON "Node"("clusterId", "groupId", "userId", "status");

-- CreateIndex
CREATE UNIQUE INDEX "Node_clusterId_groupId_userId_name_key" ON "Node"("clusterId", "groupId", "userId", "name");

-- CreateIndex
CREATE UNIQUE INDEX "ImageOrg_clusterId_orgName_key" ON "ImageOrg"("clusterId", "orgName");

-- CreateIndex
CREATE INDEX "Image_clusterId_groupId_userId_id_idx" ON "Image"("clusterId", "groupId", "userId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Image_orgId_imageName_key" ON "Image"("orgId", "imageName");

-- CreateIndex
CREATE INDEX "ImageVersion_clusterId_groupId_userId_id_idx" ON "ImageVersion"("clusterId", "groupId", "userId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "ImageVersion_recordId_imageVersion_key" ON "ImageVersion"("recordId", "imageVersion");

-- CreateIndex
CREATE INDEX "Application_clusterId_groupId_userId_id_idx" ON "Application"("clusterId", "groupId", "userId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Application_clusterId_groupId_userId_appName_key" ON "Application"("clusterId", "groupId", "userId", "appName");

-- CreateIndex
CREATE INDEX "ApplicationVersion_clusterId_groupId_userId_id_idx" ON "ApplicationVersion"("clusterId", "groupId", "userId", "id");

-- CreateIndex
CREATE INDEX "ApplicationVersion_clusterId_orgName_containerImage_contain_idx" ON "ApplicationVersion"("clusterId", "orgName", "containerImage", "containerImageVersion");

-- CreateIndex
CREATE UNIQUE INDEX "ApplicationVersion_applicationId_version_key" ON "ApplicationVersion"("applicationId", "version");

-- CreateIndex
CREATE UNIQUE INDEX "Deployment_deployUUID_key" ON "Deployment"("deployUUID");

-- CreateIndex
CREATE INDEX "Deployment_nodeId_idx" ON "Deployment"("nodeId");

-- CreateIndex
CREATE INDEX "Deployment_applicationVersionId_idx" ON "Deployment"("applicationVersionId");

-- CreateIndex
CREATE INDEX "Deployment_clusterId_groupId_userId_id_idx" ON "Deployment"("clusterId", "groupId", "userId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Deployment_applicationId_nodeId_key" ON "Deployment"("applicationId", "nodeId");

-- AddForeignKey
ALTER TABLE "Session" ADD CONSTRAINT "Session_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Image" ADD CONSTRAINT "Image_orgId_fkey" FOREIGN KEY ("orgId") REFERENCES "ImageOrg"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ImageVersion" ADD CONSTRAINT "ImageVersion_recordId_fkey" FOREIGN KEY ("recordId") REFERENCES "Image"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ApplicationVersion" ADD CONSTRAINT "ApplicationVersion_applicationId_fkey" FOREIGN KEY ("applicationId") REFERENCES "Application"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Deployment" ADD CONSTRAINT "Deployment_nodeId_fkey" FOREIGN KEY ("nodeId") REFERENCES "Node"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Deployment" ADD CONSTRAINT "Deployment_applicationId_fkey" FOREIGN KEY ("applicationId") REFERENCES "Application"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Deployment" ADD CONSTRAINT "Deployment_applicationVersionId_fkey" FOREIGN KEY ("applicationVersionId") REFERENCES "ApplicationVersion"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
