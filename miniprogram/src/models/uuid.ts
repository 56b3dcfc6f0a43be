/**
 * UUID version 4 from 16 random bytes.
 */

/** Return the canonical text of a version 4 UUID made of `bytes` (16 of them). */
export function uuidFromBytes(bytes: ArrayLike<number>): string {
  const octets = Array.from({ length: 16 }, (_, index) => bytes[index] ?? 0)
  octets[6] = ((octets[6] ?? 0) & 0x0f) | 0x40
  octets[8] = ((octets[8] ?? 0) & 0x3f) | 0x80
  const hex = octets.map((octet) => octet.toString(16).padStart(2, '0')).join('')
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-')
}
