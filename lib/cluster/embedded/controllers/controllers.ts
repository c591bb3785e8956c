import type { Controller, ControllerContext } from './context'
import { DeploymentController } from './deployment/deployment'
import { GarbageCollector } from './garbage-collector'
import { JobController } from './job'
import { NamespaceController } from './namespace'
import { NodeLifecycleController } from './node-lifecycle'
import { ReplicaSetController } from './replicaset'
import { Scheduler } from './scheduler/scheduler'

/** The controller manager and the scheduler: every control loop, started. */
export function startControllers(context: ControllerContext, nodeGraceMs: number): Controller {
  const controllers: Controller[] = [
    new NamespaceController(context),
    new GarbageCollector(context),
    new NodeLifecycleController(context, nodeGraceMs),
    new Scheduler(context),
    new DeploymentController(context),
    new ReplicaSetController(context),
    new JobController(context),
  ]
  return {
    stop() {
      for (const controller of controllers) controller.stop()
    },
  }
}
