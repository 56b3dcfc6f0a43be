/**
 * @file Drawn dishes, so that pages can be looked at without photographs.
 */

const BROTHS = ['#d9772b', '#c24a22', '#e2b04a', '#8f5a2b', '#b8452e', '#d98f56', '#7a8f3a']
const BOWLS = ['#f6efe2', '#e8ddc8', '#2f5d62', '#f3f3f0', '#8b2f21']

/**
 * Return a dish as SVG; the same id draws the same dish.
 *
 * @param {number} id
 */
export function drawDish(id) {
  const broth = BROTHS[id % BROTHS.length]
  const bowl = BOWLS[(id * 7) % BOWLS.length]
  const bits = Array.from({ length: 9 }, (_, index) => {
    const angle = (index * 40 + id * 13) * (Math.PI / 180)
    const far = 28 + ((index * 37 + id * 11) % 50)
    const x = 200 + Math.cos(angle) * far
    const y = 150 + Math.sin(angle) * far * 0.8
    const colour = ['#4f8a3c', '#fff4dc', '#c9301c', '#f1c24b'][(index + id) % 4]
    return `<circle cx="${x.toFixed(0)}" cy="${y.toFixed(0)}" r="${9 + (index % 3) * 5}" fill="${colour}"/>`
  }).join('')
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300" preserveAspectRatio="xMidYMid slice">' +
    '<rect width="400" height="300" fill="#6b4a35"/><rect width="400" height="300" fill="#000" opacity=".08"/>' +
    `<ellipse cx="200" cy="166" rx="140" ry="116" fill="#000" opacity=".18"/>` +
    `<ellipse cx="200" cy="150" rx="138" ry="116" fill="${bowl}"/>` +
    `<ellipse cx="200" cy="150" rx="112" ry="92" fill="${broth}"/>${bits}</svg>`
  )
}
