/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.rpc;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** All services of one event loop: what every wire serves, and what it says of methods that there are not. */
public final class Services {

    /** Known by name, so that a client hears which of its methods is missing. */
    private static final String AUTH = "etcdserverpb.Auth";

    private final List<String> names = new ArrayList<>(List.of(AUTH));
    private final List<RpcMethod> methods = new ArrayList<>();
    private final Loop loop;

    public Services(Loop loop) {
        this.loop = loop;
        register(KvService.NAME, KvService::register);
        register(WatchService.NAME, WatchService::register);
        register(LeaseService.NAME, LeaseService::register);
        register(LockService.NAME, LockService::register);
        register(ElectionService.NAME, ElectionService::register);
        register(ClusterService.NAME, ClusterService::register);
        register(MaintenanceService.NAME, MaintenanceService::register);
        register(HealthService.NAME, HealthService::register);
        ReflectionService.NAMES.forEach(name -> register(name, ReflectionService::register));
    }

    private void register(String name, Consumer<ServiceBinder> registration) {
        names.add(name);
        registration.accept(new ServiceBinder(loop, name, methods));
    }

    public List<RpcMethod> methods() {
        return methods;
    }

    /** How a call of a method ends that is not among them. */
    public GrpcOutcome unknown(String service, String method) {
        return new GrpcOutcome(
                GrpcCode.UNIMPLEMENTED,
                names.contains(service)
                        ? "unknown method " + method + " for service " + service
                        : "unknown service " + service);
    }
}
