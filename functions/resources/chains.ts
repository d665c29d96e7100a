import { resourceChains } from './store/chains.ts';

/** The chains of resources' histories, for who seals their heads. */
export const chains = resourceChains;
