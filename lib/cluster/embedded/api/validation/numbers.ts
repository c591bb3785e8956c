import { fieldInvalid, type FieldError } from '../api-error'

export function validateNonNegative(value: number | undefined, field: string): FieldError[] {
  return value !== undefined && value < 0 ? [fieldInvalid(field, value, 'must be greater than or equal to 0')] : []
}

export function validatePort(value: number, field: string): FieldError[] {
  return value >= 1 && value <= 65535 ? [] : [fieldInvalid(field, value, 'must be between 1 and 65535, inclusive')]
}
