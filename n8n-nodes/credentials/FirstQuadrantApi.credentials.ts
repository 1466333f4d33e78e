import type {
	IAuthenticateGeneric,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	INodeProperties,
} from 'n8n-workflow';

export class FirstQuadrantApi implements ICredentialType {
	name = 'firstQuadrantApi';

	displayName = 'FirstQuadrant API';

	icon: Icon = {
		light: 'file:../icons/firstquadrant.svg',
		dark: 'file:../icons/firstquadrant.dark.svg',
	};

	documentationUrl = 'https://docs.firstquadrant.ai/api-reference';

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			placeholder: 'e.g. fqa_…',
			description: 'A key of your organization, with access to contacts, imports and subscriptions',
		},
		{
			displayName: 'Organization ID',
			name: 'organizationId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. org_…',
			description: 'The ID of the organization that the key belongs to',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://api.us.firstquadrant.ai',
			placeholder: 'e.g. https://api.us.firstquadrant.ai',
			description:
				'Where the API answers. Change it only for a FirstQuadrant that you run yourself.',
		},
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: {
			headers: {
				Authorization: '=Bearer {{$credentials.apiKey}}',
				'FirstQuadrant-Organization-ID': '={{$credentials.organizationId}}',
			},
		},
	};

	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{$credentials.baseUrl.trim().replace(/\\/+$/, "").replace(/\\/v5$/, "")}}',
			url: '/v5/me',
		},
	};
}
