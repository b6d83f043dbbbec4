/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.rpc;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.kedge.grpc.proto.etcdserverpb.RangeRequest;
import io.kedge.grpc.proto.health.HealthCheckRequest;
import io.kedge.grpc.proto.reflection.ErrorResponse;
import io.kedge.grpc.proto.reflection.ExtensionNumberResponse;
import io.kedge.grpc.proto.reflection.FileDescriptorResponse;
import io.kedge.grpc.proto.reflection.ListServiceResponse;
import io.kedge.grpc.proto.reflection.ServerReflectionRequest;
import io.kedge.grpc.proto.reflection.ServerReflectionResponse;
import io.kedge.grpc.proto.reflection.ServiceResponse;
import io.kedge.grpc.proto.v3electionpb.CampaignRequest;
import io.kedge.grpc.proto.v3lockpb.LockRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** grpc.reflection, v1 and v1alpha, over the descriptors of the services served. */
final class ReflectionService {

    static final List<String> NAMES =
            List.of("grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection");

    private static final List<FileDescriptor> ROOTS = List.of(
            RangeRequest.getDescriptor().getFile(),
            LockRequest.getDescriptor().getFile(),
            CampaignRequest.getDescriptor().getFile(),
            HealthCheckRequest.getDescriptor().getFile(),
            ServerReflectionRequest.getDescriptor().getFile());

    private final Map<String, FileDescriptor> byFile = new LinkedHashMap<>();
    private final Map<String, FileDescriptor> bySymbol = new LinkedHashMap<>();

    private ReflectionService() {
        ROOTS.forEach(this::add);
    }

    static void register(ServiceBinder binder) {
        ReflectionService service = new ReflectionService();
        binder.register(
                CallType.BIDI_STREAM,
                "ServerReflectionInfo",
                ServerReflectionRequest.getDefaultInstance(),
                ServerReflectionResponse.getDefaultInstance(),
                (loop, metrics, transport) -> new AnswerCall<>(
                                loop,
                                metrics,
                                transport,
                                ServerReflectionRequest.getDefaultInstance(),
                                (call, message) -> call.send(service.answer(message)))
                        .endingWithClient());
    }

    private void add(FileDescriptor file) {
        if (byFile.put(file.getName(), file) != null) {
            return;
        }
        file.getDependencies().forEach(this::add);
        file.getMessageTypes().forEach(this::add);
        file.getEnumTypes().forEach(type -> bySymbol.put(type.getFullName(), file));
        for (ServiceDescriptor service : file.getServices()) {
            bySymbol.put(service.getFullName(), file);
            for (MethodDescriptor method : service.getMethods()) {
                bySymbol.put(method.getFullName(), file);
            }
        }
    }

    private void add(Descriptor message) {
        bySymbol.put(message.getFullName(), message.getFile());
        message.getNestedTypes().forEach(this::add);
        message.getEnumTypes().forEach(type -> bySymbol.put(type.getFullName(), type.getFile()));
    }

    private byte[] answer(ServerReflectionRequest request) {
        ServerReflectionResponse.Builder out = ServerReflectionResponse.newBuilder()
                .setValidHost(request.getHost())
                .setOriginalRequest(request);
        switch (request.getMessageRequestCase()) {
            case FILE_BY_FILENAME -> file(out, byFile.get(request.getFileByFilename()));
            case FILE_CONTAINING_SYMBOL -> file(out, bySymbol.get(request.getFileContainingSymbol()));
            case ALL_EXTENSION_NUMBERS_OF_TYPE ->
                out.setAllExtensionNumbersResponse(
                        ExtensionNumberResponse.newBuilder().setBaseTypeName(request.getAllExtensionNumbersOfType()));
            case LIST_SERVICES -> out.setListServicesResponse(services());
            case FILE_CONTAINING_EXTENSION -> error(out, GrpcCode.NOT_FOUND, "extension not found");
            default -> error(out, GrpcCode.INVALID_ARGUMENT, "no request");
        }
        return out.build().toByteArray();
    }

    private ListServiceResponse services() {
        ListServiceResponse.Builder out = ListServiceResponse.newBuilder();
        for (FileDescriptor file : byFile.values()) {
            for (ServiceDescriptor service : file.getServices()) {
                out.addService(ServiceResponse.newBuilder().setName(service.getFullName()));
            }
        }
        return out.build();
    }

    /** The file with all that it imports, so that one answer is enough. */
    private static void file(ServerReflectionResponse.Builder out, @Nullable FileDescriptor file) {
        if (file == null) {
            error(out, GrpcCode.NOT_FOUND, "symbol or file not found");
            return;
        }
        FileDescriptorResponse.Builder files = FileDescriptorResponse.newBuilder()
                .addFileDescriptorProto(file.toProto().toByteString());
        file.getDependencies()
                .forEach(needed -> files.addFileDescriptorProto(needed.toProto().toByteString()));
        out.setFileDescriptorResponse(files);
    }

    private static void error(ServerReflectionResponse.Builder out, GrpcCode status, String text) {
        out.setErrorResponse(
                ErrorResponse.newBuilder().setErrorCode(status.number()).setErrorMessage(text));
    }
}
