-- AlterTable
ALTER TABLE "RegistryGarbage" ADD COLUMN     "reason" TEXT NOT NULL DEFAULT '';
