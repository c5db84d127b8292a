/** Where the audit lives, without the language prefix. */
export const auditPath = '/audit'
export const auditSignPath = '/audit/sign'
