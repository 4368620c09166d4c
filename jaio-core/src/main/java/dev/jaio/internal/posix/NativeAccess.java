package dev.jaio.internal.posix;

import dev.jaio.internal.abi.Arch;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds out why native functions cannot be called from this process, if so. */
@SuppressWarnings("restricted")
final class NativeAccess {

  private NativeAccess() {}

  /** The reason, or null if they can be called. */
  static @Nullable String obstacle(String system, String architecture) {
    String platform = platform(system, architecture);
    if (platform != null) {
      return platform;
    }
    try {
      // Every restricted method asks for the permission; this one has no other effect.
      var _ = MemorySegment.NULL.reinterpret(1);
      var _ = Linker.nativeLinker();
    } catch (IllegalCallerException e) {
      return denied(NativeAccess.class.getModule());
    } catch (UnsupportedOperationException e) {
      return "this JVM cannot call native functions";
    }
    return Symbols.find() == null
        ? "the C library cannot be looked up, as when no descriptor is free"
        : missing(Libc.MISSING); // initialised only if that can succeed
  }

  static @Nullable String platform(String system, String architecture) {
    if (!system.toLowerCase(Locale.ROOT).equals("linux")) {
      return system + ": only Linux is supported natively";
    }
    if (!Arch.isSupported(architecture)) {
      return architecture + ": only x86-64 and AArch64 are supported natively";
    }
    return null;
  }

  static String denied(Module module) {
    String name = module.isNamed() ? "module " + module.getName() : "the unnamed module";
    String option = module.isNamed() ? module.getName() : "ALL-UNNAMED";
    return "native access is denied to %s (--enable-native-access=%s allows it)"
        .formatted(name, option);
  }

  static @Nullable String missing(List<String> functions) {
    return functions.isEmpty() ? null : "libc lacks " + String.join(", ", functions);
  }
}
