import { type SandboxCognito, startSandboxCognito } from '../../src/sandbox/cognito/index.ts';
import { type SandboxFergus, startSandboxFergus } from '../../src/sandbox/fergus-api/index.ts';
import { generateEncryptionKey } from '../../src/storage/encryption.ts';
import { type HttpProgram, startHttpProgram } from '../support/http-program.ts';
import { serverEnv } from '../support/http-server.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { type LoadBalancer, startLoadBalancer } from './load-balancer.ts';

/** Two processes of the built program over one Redis, behind a load balancer. */
export interface Cluster {
  /** The public origin, which is the load balancer's. */
  readonly url: string;
  readonly mcpUrl: string;
  readonly fergus: SandboxFergus;
  readonly cognito: SandboxCognito;
  readonly redis: TestRedis;
  readonly balancer: LoadBalancer;
  readonly instances: HttpProgram[];
  /** Starts another instance and sends it requests, too. */
  addInstance(): Promise<HttpProgram>;
  /** Ends an instance as a deploy does, or a crash. */
  removeInstance(instance: HttpProgram, signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  /** What all instances have logged. */
  logs(): string;
  close(): Promise<void>;
}

export interface ClusterOptions {
  readonly redis?: TestRedis;
  /** Where the instances find Redis, if something stands between. */
  readonly redisUrl?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly accessTokenSeconds?: number;
}

export async function startCluster(options: ClusterOptions = {}): Promise<Cluster> {
  const { accessTokenSeconds } = options;
  const redis = options.redis ?? (await startRedis());
  const fergus = await startSandboxFergus({ rateLimit: 1_000_000 });
  const cognito = await startSandboxCognito({ fergus, ...(accessTokenSeconds && { accessTokenSeconds }) });
  const balancer = await startLoadBalancer();
  const env = {
    ...serverEnv(fergus, cognito),
    PUBLIC_URL: balancer.url,
    SESSION_STORAGE: 'redis',
    REDIS_URL: options.redisUrl ?? redis.url,
    TOKEN_ENCRYPTION_KEY: generateEncryptionKey(),
    ...options.env,
  };
  const instances: HttpProgram[] = [];
  const ended: HttpProgram[] = [];
  const cluster: Cluster = {
    url: balancer.url,
    mcpUrl: `${balancer.url}/mcp`,
    fergus,
    cognito,
    redis,
    balancer,
    instances,
    async addInstance() {
      const instance = await startHttpProgram([], { ...env, LOG_LEVEL: 'trace' });
      instances.push(instance);
      balancer.targets.push(instance.origin);
      return instance;
    },
    async removeInstance(instance, signal) {
      const others = balancer.targets.filter((target) => target !== instance.origin);
      // A deploy takes an instance out of the balancer before it ends; a crash tells nobody.
      if (signal === 'SIGTERM') balancer.targets = others;
      instances.splice(instances.indexOf(instance), 1);
      ended.push(instance);
      await instance.end(signal);
      balancer.targets = others;
    },
    logs: () => [...ended, ...instances].map((instance) => instance.stdout() + instance.stderr()).join(''),
    async close() {
      await Promise.all(instances.map((instance) => instance.end('SIGTERM')));
      await balancer.close();
      await cognito.close();
      await fergus.close();
      await redis.stop();
    },
  };
  await cluster.addInstance();
  await cluster.addInstance();
  return cluster;
}
