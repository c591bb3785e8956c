-- AlterTable
ALTER TABLE "Node" ADD COLUMN     "outage" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "outageReason" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "outageSince" TIMESTAMP(3);

-- CreateTable
CREATE TABLE "UsedJoinTicket" (
    "nonce" TEXT NOT NULL,
    "usedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "UsedJoinTicket_pkey" PRIMARY KEY ("nonce")
);

-- CreateIndex
CREATE INDEX "UsedJoinTicket_expiresAt_idx" ON "UsedJoinTicket"("expiresAt");
