/** Edge nodes tell it behind their kubelet's: `v1.32.10-kubeedge-v1.23.1`; empty where they do not. */
export function kubeEdgeVersion(kubeletVersion: string): string {
  return /-kubeedge-(.+)$/.exec(kubeletVersion)?.[1] ?? ''
}
