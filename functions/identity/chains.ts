import { organisationChains } from './store/chains.ts';

/** The chains of organisations' histories, for who seals their heads. */
export const chains = organisationChains;
