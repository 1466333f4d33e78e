export * from '@firstquadrant/core-client';
export * from '@firstquadrant/core-client/webhooks';
