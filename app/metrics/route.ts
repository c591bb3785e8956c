import { answerFromBackend } from '@/lib/http/mounted-backend'

export const dynamic = 'force-dynamic'

export const GET = answerFromBackend
export const HEAD = answerFromBackend
export const POST = answerFromBackend
export const PUT = answerFromBackend
export const PATCH = answerFromBackend
export const DELETE = answerFromBackend
