/**
 * What a restaurant sets before it uploads the app.
 */

/**
 * The https address of the restaurant's Odoo server, for example `https://odoo.example.com`.
 * It must be on the mini-program's list of allowed request domains. Left empty, requests go to
 * the server the page came from, which is what the browser preview needs.
 */
export const API_ORIGIN = ''

export const API_BASE_PATH = '/wechat/api/v1'
