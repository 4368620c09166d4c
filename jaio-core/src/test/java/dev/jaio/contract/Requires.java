package dev.jaio.contract;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a case needs of the backend and of the machine; without it is skipped, by that name. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
@interface Requires {
  /** Of the backend. */
  Capability[] value() default {};

  /** Of the machine. */
  Privilege[] privileges() default {};
}
