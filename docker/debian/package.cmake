# `cpack -G DEB` in a release build makes the Debian package. What it installs is found there by the settings in
# market.toml, and nowhere else: the program itself has no path compiled in.
set(share share/giraffe)
install(TARGETS giraffe RUNTIME DESTINATION bin)
install(DIRECTORY frontend migrations DESTINATION ${share}
        FILE_PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
install(FILES openapi.yaml DESTINATION ${share})
install(DIRECTORY api/demo/covers DESTINATION ${share}/demo
        FILE_PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
install(FILES api/demo/market.json DESTINATION ${share}/demo)
# Of the packages from npm only what the pages load, and what their licences want to go with it.
set(modules ${CMAKE_SOURCE_DIR}/node_modules)
install(FILES ${modules}/swagger-ui-dist/swagger-ui.css ${modules}/swagger-ui-dist/swagger-ui-bundle.js
        ${modules}/swagger-ui-dist/LICENSE ${modules}/swagger-ui-dist/NOTICE DESTINATION ${share}/swagger-ui)
install(FILES ${modules}/@zxing/library/umd/index.min.js ${modules}/@zxing/library/LICENSE DESTINATION ${share}/zxing)

set(debian ${CMAKE_CURRENT_LIST_DIR})
install(FILES ${debian}/market.toml DESTINATION /etc/giraffe)
install(FILES ${CMAKE_SOURCE_DIR}/docker/systemd/giraffe.service DESTINATION /lib/systemd/system)
install(FILES README.md ${debian}/copyright api/app/config.h DESTINATION share/doc/giraffe)
# As Debian wants them: the manual page and the changelog compressed, without the time of day in them.
foreach(file giraffe.1 changelog)
  execute_process(COMMAND gzip --best --no-name --stdout ${debian}/${file} OUTPUT_FILE ${CMAKE_BINARY_DIR}/${file}.gz)
endforeach()
install(FILES ${CMAKE_BINARY_DIR}/giraffe.1.gz DESTINATION share/man/man1)
install(FILES ${CMAKE_BINARY_DIR}/changelog.gz DESTINATION share/doc/giraffe)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME giraffe)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE
    WORLD_READ WORLD_EXECUTE)
set(CPACK_PACKAGE_CONTACT "Giraffe A+ Book Market <market@giraffe.example>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "used-book market that a university runs for itself")
set(CPACK_PACKAGE_DESCRIPTION "Students put their books up with photos, find others', haggle and agree in a
chat between two, meet, and both confirm. One program serves a documented
REST API and its pages, in Korean and English, over one SQLite file.")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION web)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# 3.40: what Debian 12 has, and the market is tested with. TLS to mail servers needs the authorities.
set(CPACK_DEBIAN_PACKAGE_DEPENDS "libsqlite3-0 (>= 3.40), adduser, ca-certificates")
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${debian}/conffiles ${debian}/postinst ${debian}/prerm ${debian}/postrm)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
include(CPack)
