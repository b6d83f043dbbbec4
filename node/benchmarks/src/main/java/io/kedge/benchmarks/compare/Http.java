/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.compare;

import io.kedge.benchmarks.load.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows over HTTP/1.1: Kedge's REST, and Kedge's JSON gateway, each beside etcd's gateway doing the same, which is all
 * that etcd has there. One call at a time on each connection, as HTTP clients do.
 */
final class Http {

    private static final List<Shape> SHAPES = List.of(new Shape(10, 1), new Shape(100, 1));

    private Http() {}

    static Step.Probe<RunningServer> warmup() {
        return (server, seconds, sink) -> {
            List<Fixed> own = server.isKedge()
                    ? List.of(Fixed.restPut(), Fixed.restGet(), Fixed.gatewayPut(), Fixed.gatewayGet())
                    : List.of(Fixed.gatewayPut(), Fixed.gatewayGet());
            for (Fixed request : own) {
                H2Load.run(server, request, SHAPES.get(0), seconds / own.size());
            }
        };
    }

    static List<Step<RunningServer>> steps() {
        List<Step<RunningServer>> steps = new ArrayList<>();
        for (Shape shape : SHAPES) {
            steps.add(step("rest-put", shape, Fixed.restPut(), Fixed.gatewayPut(), Aim.atLeastTimes(3)));
            steps.add(step("rest-get", shape, Fixed.restGet(), Fixed.gatewayGet(), Aim.atLeastTimes(3)));
            steps.add(step("gateway-put", shape, Fixed.gatewayPut(), Fixed.gatewayPut(), null));
            steps.add(step("gateway-get", shape, Fixed.gatewayGet(), Fixed.gatewayGet(), null));
        }
        return steps;
    }

    private static Step<RunningServer> step(String name, Shape shape, Fixed ofKedge, Fixed ofEtcd, @Nullable Aim aim) {
        String id = name + "-" + shape;
        Row row = new Row(id, name.replace('-', ' ') + " " + shape + ", beside etcd's gateway", "/s", aim);
        return new Step<>(
                id,
                List.of(row),
                false,
                false,
                (server, seconds, sink) ->
                        sink.put(id, H2Load.run(server, server.isKedge() ? ofKedge : ofEtcd, shape, seconds)));
    }
}
