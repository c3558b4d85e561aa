/** Whether search engines may know this build: that of production alone. Only for what runs while the site is built. */
export const isPublished = process.env.ENVIRONMENT === 'prod'
