/** More Pods of one workload are not brought about one by one. */
const MOST = 10_000;
/** So many are there then. Models BurstReplicas of kubernetes pkg/controller/replicaset (v1.37.1), what one look creates at most. */
const BURST = 500;

/** Why a workload has fewer Pods than it asks for, where it asks for more than any cluster here holds. */
export const TOO_MANY_REPLICAS = `minato: more than ${MOST} Pods of one workload are not simulated: there are ${BURST} of them`;

/** How many Pods a workload comes to that asks for so many. */
export const mostReplicas = (wanted: number): number => (wanted > MOST ? BURST : wanted);
