/**
 * What a restaurant sets before it uploads the app.
 */

/**
 * The https address of the restaurant's Odoo server, for example `https://odoo.example.com`.
 * It must be on the mini-program's lists of allowed request, uploadFile and downloadFile domains.
 * Left empty, requests go to the server the page came from, which is what the browser preview needs.
 */
export const API_ORIGIN = ''

export const API_BASE_PATH = '/wechat/api/v1'
