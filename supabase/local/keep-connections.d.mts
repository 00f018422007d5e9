export declare function keepConnections(server: object): void
