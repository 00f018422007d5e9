import { restApi, sshServer } from './entry.ts'

export const machines = [
  restApi({
    id: 'kubernetes',
    name: 'Kubernetes',
    category: 'Infrastructure',
    description: 'The API server of a cluster.',
    icon: 'kubernetes',
    docs_url: 'https://kubernetes.io/docs/reference/using-api/',
    address_example: 'https://cluster.example.com:6443',
    auth: {
      jwt: {
        help: {
          label: 'Service account token',
          example: 'eyJ…, three parts with dots between',
          url: 'https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/',
          hint: 'As kubectl create token prints it.',
        },
      },
      certificate: {
        help: {
          label: 'Client certificate',
          url: 'https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/',
          hint: 'In a kubeconfig they stand in Base64: client-certificate-data, client-key-data, certificate-authority-data.',
        },
      },
    },
    verification: {
      method: 'POST',
      path: '/apis/authentication.k8s.io/v1/selfsubjectreviews',
      body: { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' },
      expected_status: 201,
      auth_failure: { pointer: '/status/userInfo/username', values: ['system:anonymous'] },
      account: ['/status/userInfo/username'],
    },
  }),
  restApi({
    id: 'docker-engine',
    name: 'Docker Engine',
    category: 'Infrastructure',
    description: 'Containers, images and volumes of one Docker host.',
    icon: 'docker',
    docs_url: 'https://docs.docker.com/reference/api/engine/',
    address_example: 'https://docker.example.com:2376',
    auth: {
      certificate: {
        help: {
          label: 'Client certificate',
          url: 'https://docs.docker.com/engine/security/protect-access/',
          hint: 'cert.pem, key.pem and ca.pem, as docker --tlsverify uses them.',
        },
      },
    },
    verification: { method: 'GET', path: '/info', expected_status: 200, account: ['/Name'] },
  }),
  sshServer({
    id: 'ssh-server',
    name: 'SSH server',
    category: 'Infrastructure',
    description: 'A machine that you reach by SSH; it may run one command for the test.',
    icon: null,
    docs_url: 'https://www.openssh.com/manual.html',
    address_example: 'server.example.com',
    auth: {
      ssh_key: {
        help: {
          label: 'Private key',
          example: '-----BEGIN OPENSSH PRIVATE KEY-----',
          hint: 'The file without .pub: ~/.ssh/id_ed25519. A key of its own, allowed to do little, is best.',
        },
      },
    },
  }),
]
