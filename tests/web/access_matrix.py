"""Who gets what: every address of the site, for every role, and for those outside.

Read a row as: this address, for this thing, answers so. ``in`` is redirected to the log-in page,
``->`` is redirected somewhere else (what the form or page was for), a number is the answer's status.
A new address that is missing here fails the tests, and so does a row for an address that is gone.

The columns: nobody logged in; each role in the municipality itself; a partner (the police, with the
coordinator's role there); a stranger (a coordinator of another municipality); somebody whose role has ended.

The things: ``draft``, ``own``, ``partners`` and ``public`` are pictures of the municipality, not published or
published to that circle; ``working`` is a draft that can be written in, with a ``statement`` and a ``tip``,
``reviewed`` is on review by the reporter and the police, with a ``remark``, and ``order`` is an order for a
picture. ``seat`` is a line in the register of the council. ``sent`` and ``asked`` are incidents that the
reporter has sent; a reviewer has asked something about the other. ``saved`` is a filter that the coordinator
has saved, ``file`` a file that the coordinator has uploaded, ``text`` a report in running text.
``organisation`` is a partner with a ``function`` whose ``holding`` belongs to a ``person``. ``counted`` is an
incident that has been approved. ``plan`` is an action plan, not decided, with a ``goal``, an ``indicator``,
and a ``measure`` with a ``milestone`` and a ``cost``; ``grant`` is an application. ``steered`` is a steering
document, ``target`` a political target, ``required`` what committees must have. ``place`` is a named place
and ``category`` a category of the municipality. ``figure`` is one of the municipality's indicators and
``measured`` one of its values. ``disclosed`` is an entry in its register of what was handed out, ``group`` a
line of its table of groups. ``followed`` is a measure of a decided plan, ``valued`` its goal's indicator and
``reported`` a report on it. ``key`` is a key to the API. The API asks for a key whoever is logged in; its own
table is made in ``api/test_api_matrix.py``. ``-`` is no thing at all.
"""

from dataclasses import dataclass

TABLE = """
address                 method thing     out  rep  rev  coo  mea  ste  aud  adm  | par  str  end
plans:list              GET    -         in   403  200  200  200  200  200  403  | 200  200  403
plans:download_list     GET    -         in   403  200  200  200  200  200  403  | 200  200  403
plans:add               GET    -         in   403  403  200  403  403  403  403  | 403  200  403
plans:add               POST   -         in   403  403  ->   403  403  403  403  | 403  ->   403
plans:plan              GET    plan      in   403  200  200  200  200  200  403  | 200  404  404
plans:change            GET    plan      in   403  403  200  403  403  403  403  | 403  404  404
plans:change            POST   plan      in   403  403  ->   403  403  403  403  | 403  404  404
plans:send              POST   plan      in   403  403  ->   403  403  403  403  | 403  404  404
plans:take_back         POST   plan      in   403  403  ->   403  403  403  403  | 403  404  404
plans:decide            GET    plan      in   403  403  200  403  403  403  403  | 403  404  404
plans:decide            POST   plan      in   403  403  200  403  403  403  403  | 403  404  404
plans:follow_up         GET    plan      in   403  403  200  403  403  403  403  | 403  404  404
plans:follow_up         POST   plan      in   403  403  200  403  403  403  403  | 403  404  404
plans:open_version      GET    plan      in   403  403  200  403  403  403  403  | 403  404  404
plans:open_version      POST   plan      in   403  403  200  403  403  403  403  | 403  404  404
plans:retire            GET    plan      in   403  403  200  403  403  403  403  | 403  404  404
plans:retire            POST   plan      in   403  403  ->   403  403  403  403  | 403  404  404
plans:restore           POST   plan      in   403  403  ->   403  403  403  403  | 403  404  404
plans:versions          GET    plan      in   403  200  200  200  200  200  403  | 200  404  404
plans:add_goal          GET    plan      in   403  403  200  403  403  403  403  | 403  404  404
plans:add_goal          POST   plan      in   403  403  ->   403  403  403  403  | 403  404  404
plans:goal              GET    goal      in   403  200  200  200  200  200  403  | 200  404  404
plans:change_goal       GET    goal      in   403  403  200  403  403  403  403  | 403  404  404
plans:change_goal       POST   goal      in   403  403  ->   403  403  403  403  | 403  404  404
plans:retire_goal       GET    goal      in   403  403  200  403  403  403  403  | 403  404  404
plans:retire_goal       POST   goal      in   403  403  ->   403  403  403  403  | 403  404  404
plans:restore_goal      POST   goal      in   403  403  ->   403  403  403  403  | 403  404  404
plans:add_indicator     GET    goal      in   403  403  200  403  403  403  403  | 403  404  404
plans:add_indicator     POST   goal      in   403  403  ->   403  403  403  403  | 403  404  404
plans:choose_measured   GET    goal      in   403  403  200  403  403  403  403  | 403  404  404
plans:indicator         GET    indicator in   403  200  200  200  200  200  403  | 200  404  404
plans:change_indicator  GET    indicator in   403  403  200  403  403  403  403  | 403  404  404
plans:change_indicator  POST   indicator in   403  403  ->   403  403  403  403  | 403  404  404
plans:retire_indicator  GET    indicator in   403  403  200  403  403  403  403  | 403  404  404
plans:retire_indicator  POST   indicator in   403  403  ->   403  403  403  403  | 403  404  404
plans:restore_indicator POST   indicator in   403  403  ->   403  403  403  403  | 403  404  404
plans:measures          GET    plan      in   403  200  200  200  200  200  403  | 200  404  404
plans:download_measures GET    plan      in   403  200  200  200  200  200  403  | 200  404  404
plans:download_goals    GET    plan      in   403  200  200  200  200  200  403  | 200  404  404
plans:add_measure       GET    plan      in   403  403  200  403  403  403  403  | 403  404  404
plans:add_measure       POST   plan      in   403  403  ->   403  403  403  403  | 403  404  404
plans:measure           GET    measure   in   403  200  200  200  200  200  403  | 200  404  404
plans:change_measure    GET    measure   in   403  403  200  403  403  403  403  | 403  404  404
plans:change_measure    POST   measure   in   403  403  ->   403  403  403  403  | 403  404  404
plans:move              GET    measure   in   403  403  200  403  403  403  403  | 403  404  404
plans:move              POST   measure   in   403  403  ->   403  403  403  403  | 403  404  404
plans:retire_measure    GET    measure   in   403  403  200  403  403  403  403  | 403  404  404
plans:retire_measure    POST   measure   in   403  403  ->   403  403  403  403  | 403  404  404
plans:restore_measure   POST   measure   in   403  403  ->   403  403  403  403  | 403  404  404
plans:add_milestone     GET    measure   in   403  403  200  403  403  403  403  | 403  404  404
plans:add_milestone     POST   measure   in   403  403  ->   403  403  403  403  | 403  404  404
plans:mark_milestone    GET    milestone in   403  403  200  403  403  403  403  | 403  404  404
plans:mark_milestone    POST   milestone in   403  403  ->   403  403  403  403  | 403  404  404
plans:remove_milestone  POST   milestone in   403  403  ->   403  403  403  403  | 403  404  404
plans:add_cost          GET    measure   in   403  403  200  403  403  403  403  | 403  404  404
plans:add_cost          POST   measure   in   403  403  ->   403  403  403  403  | 403  404  404
plans:report_cost       GET    cost      in   403  403  200  403  403  403  403  | 403  404  404
plans:report_cost       POST   cost      in   403  403  ->   403  403  403  403  | 403  404  404
plans:remove_cost       POST   cost      in   403  403  ->   403  403  403  403  | 403  404  404
plans:catalogue         GET    -         in   403  200  200  200  200  200  403  | 200  200  403
plans:change_type       GET    -         in   403  403  404  403  403  403  403  | 403  404  403
plans:change_type       POST   -         in   403  403  404  403  403  403  403  | 403  404  403
plans:sheet             GET    -         in   403  403  200  403  403  403  403  | 403  200  403
plans:download_sheet    GET    -         in   403  403  404  403  403  403  403  | 403  404  403
steering:list           GET    -         in   403  200  200  200  200  200  403  | 200  200  403
steering:add            GET    -         in   403  403  200  403  403  403  403  | 403  200  403
steering:add            POST   -         in   403  403  ->   403  403  403  403  | 403  ->   403
steering:document       GET    steered   in   403  200  200  200  200  200  403  | 200  404  404
steering:change         GET    steered   in   403  403  200  403  403  403  403  | 403  404  404
steering:change         POST   steered   in   403  403  ->   403  403  403  403  | 403  404  404
steering:attach         GET    steered   in   403  403  200  403  403  403  403  | 403  404  404
steering:attach         POST   steered   in   403  403  200  403  403  403  403  | 403  404  404
steering:file           GET    steered   in   403  404  404  404  404  404  403  | 404  404  404
steering:retire         GET    steered   in   403  403  200  403  403  403  403  | 403  404  404
steering:retire         POST   steered   in   403  403  ->   403  403  403  403  | 403  404  404
steering:restore        POST   steered   in   403  403  ->   403  403  403  403  | 403  404  404
steering:targets        GET    -         in   403  200  200  200  200  200  403  | 200  200  403
steering:add_target     GET    -         in   403  403  200  403  403  403  403  | 403  200  403
steering:add_target     POST   -         in   403  403  ->   403  403  403  403  | 403  ->   403
steering:change_target  GET    target    in   403  403  200  403  403  403  403  | 403  404  404
steering:change_target  POST   target    in   403  403  ->   403  403  403  403  | 403  404  404
steering:retire_target  GET    target    in   403  403  200  403  403  403  403  | 403  404  404
steering:retire_target  POST   target    in   403  403  ->   403  403  403  403  | 403  404  404
steering:definitions    GET    -         in   403  200  200  200  200  200  403  | 200  200  403
steering:definitions    POST   -         in   403  403  ->   403  403  403  403  | 403  ->   403
steering:matrix         GET    -         in   403  200  200  200  200  200  403  | 200  200  403
steering:suggest        POST   -         in   403  403  ->   403  403  403  403  | 403  ->   403
steering:add_committee  GET    -         in   403  403  200  403  403  403  403  | 403  200  403
steering:add_committee  POST   -         in   403  403  ->   403  403  403  403  | 403  ->   403
steering:add_requirement GET    -         in   403  403  200  403  403  403  403  | 403  200  403
steering:add_requirement POST   -         in   403  403  ->   403  403  403  403  | 403  ->   403
steering:download       GET    -         in   403  404  404  404  404  404  403  | 404  404  403
steering:cell           GET    required  in   404  404  404  404  404  404  404  | 404  404  404
steering:cell           POST   required  in   404  404  404  404  404  404  404  | 404  404  404
plans:timeline          GET    plan      in   403  200  200  200  200  200  403  | 200  404  404
plans:costs             GET    plan      in   403  200  200  200  200  200  403  | 200  404  404
plans:download          GET    plan      in   403  404  404  404  404  404  403  | 404  404  404
plans:download_version  GET    plan      in   403  404  404  404  404  404  403  | 404  404  404
plans:compare           GET    plan      in   403  404  404  404  404  404  403  | 404  404  404
plans:download_costs    GET    plan      in   403  200  200  200  200  200  403  | 200  404  404
plans:download_cost_sums GET   plan      in   403  200  200  200  200  200  403  | 200  404  404
plans:grants            GET    plan      in   403  200  200  200  200  200  403  | 200  404  404
plans:download_grants   GET    plan      in   403  200  200  200  200  200  403  | 200  404  404
plans:add_grant         GET    plan      in   403  403  200  403  403  403  403  | 403  404  404
plans:add_grant         POST   plan      in   403  403  ->   403  403  403  403  | 403  404  404
plans:grant             GET    grant     in   403  200  200  200  200  200  403  | 200  404  404
plans:change_grant      GET    grant     in   403  403  200  403  403  403  403  | 403  404  404
plans:change_grant      POST   grant     in   403  403  ->   403  403  403  403  | 403  404  404
plans:download_grant    GET    grant     in   403  404  404  404  404  404  403  | 404  404  404
plans:camera            GET    measure   in   403  200  200  200  200  200  403  | 200  404  404
plans:camera            POST   measure   in   403  403  200  403  403  403  403  | 403  404  404
start                   GET    -         in   200  200  200  200  200  200  200  | 200  200  200
health                  GET    -         200  200  200  200  200  200  200  200  | 200  200  200
robots                  GET    -         200  200  200  200  200  200  200  200  | 200  200  200
favicon                 GET    -         ->   ->   ->   ->   ->   ->   ->   ->   | ->   ->   ->
access:log_in           GET    -         200  ->   ->   ->   ->   ->   ->   ->   | ->   ->   ->
access:log_in           POST   -         200  ->   ->   ->   ->   ->   ->   ->   | ->   ->   ->
access:log_out          POST   -         ->   ->   ->   ->   ->   ->   ->   ->   | ->   ->   ->
access:account          GET    -         in   200  200  200  200  200  200  200  | 200  200  200
access:others           GET    -         in   200  200  200  200  200  200  200  | 200  200  200
access:change_password  GET    -         in   200  200  200  200  200  200  200  | 200  200  200
access:change_password  POST   -         in   200  200  200  200  200  200  200  | 200  200  200
access:ask_to_log_in    GET    -         200  200  200  200  200  200  200  200  | 200  200  200
access:ask_to_log_in    POST   -         ->   ->   ->   ->   ->   ->   ->   ->   | ->   ->   ->
access:ask_for_password GET    -         200  200  200  200  200  200  200  200  | 200  200  200
access:ask_for_password POST   -         ->   ->   ->   ->   ->   ->   ->   ->   | ->   ->   ->
access:letter_sent      GET    -         200  200  200  200  200  200  200  200  | 200  200  200
access:link             GET    -         410  410  410  410  410  410  410  410  | 410  410  410
access:link             POST   -         410  410  410  410  410  410  410  410  | 410  410  410
account_login           GET    -         200  ->   ->   ->   ->   ->   ->   ->   | ->   ->   ->
account_login           POST   -         200  ->   ->   ->   ->   ->   ->   ->   | ->   ->   ->
openid_connect_login    POST   -         404  404  404  404  404  404  404  404  | 404  404  404
openid_connect_callback GET    -         404  404  404  404  404  404  404  404  | 404  404  404
saml_login              POST   -         404  404  404  404  404  404  404  404  | 404  404  404
saml_acs                POST   -         ->   ->   ->   ->   ->   ->   ->   ->   | ->   ->   ->
saml_finish_acs         GET    -         404  404  404  404  404  404  404  404  | 404  404  404
saml_metadata           GET    -         404  404  404  404  404  404  404  404  | 404  404  404
saml_sls                GET    -         404  404  404  404  404  404  404  404  | 404  404  404
saml_sls                POST   -         404  404  404  404  404  404  404  404  | 404  404  404
mfa_authenticate        GET    -         ->   ->   ->   ->   ->   ->   ->   ->   | ->   ->   ->
mfa_authenticate        POST   -         ->   ->   ->   ->   ->   ->   ->   ->   | ->   ->   ->
access:prove            GET    -         in   200  200  200  200  200  200  200  | 200  200  200
access:prove            POST   -         in   200  200  200  200  200  200  200  | 200  200  200
access:second_factor    GET    -         in   200  200  200  200  200  200  200  | 200  200  200
access:add_app          GET    -         in   ->   ->   ->   ->   ->   ->   ->   | ->   ->   ->
access:add_app          POST   -         in   ->   ->   ->   ->   ->   ->   ->   | ->   ->   ->
access:add_key          GET    -         in   ->   ->   ->   ->   ->   ->   ->   | ->   ->   ->
access:add_key          POST   -         in   ->   ->   ->   ->   ->   ->   ->   | ->   ->   ->
access:remove_factor    GET    -         in   ->   ->   ->   ->   ->   ->   ->   | ->   ->   ->
access:remove_factor    POST   -         in   ->   ->   ->   ->   ->   ->   ->   | ->   ->   ->
access:reserve_codes    GET    -         in   ->   ->   ->   ->   ->   ->   ->   | ->   ->   ->
access:reserve_codes    POST   -         in   ->   ->   ->   ->   ->   ->   ->   | ->   ->   ->
access:work_in          POST   -         in   404  404  404  404  404  404  404  | 404  404  404
administration:start                GET  -         in 403 403 403 403 403 403 200 | 403 403 403
administration:organisations        GET  -         in 403 403 403 403 403 403 200 | 403 403 403
administration:add_organisation     GET  -         in 403 403 403 403 403 403 200 | 403 403 403
administration:add_organisation     POST -         in 403 403 403 403 403 403 ->  | 403 403 403
administration:organisation         GET  organisation in 403 403 403 403 403 403 200 | 404 404 404
administration:rename_organisation  GET  organisation in 403 403 403 403 403 403 200 | 404 404 404
administration:rename_organisation  POST organisation in 403 403 403 403 403 403 ->  | 404 404 404
administration:end_organisation     GET  organisation in 403 403 403 403 403 403 200 | 404 404 404
administration:end_organisation     POST organisation in 403 403 403 403 403 403 ->  | 404 404 404
administration:reopen_organisation  POST organisation in 403 403 403 403 403 403 ->  | 404 404 404
administration:functions            GET  -         in 403 403 403 403 403 403 200 | 403 403 403
administration:add_function         GET  -         in 403 403 403 403 403 403 200 | 403 403 403
administration:add_function         POST -         in 403 403 403 403 403 403 200 | 403 403 403
administration:function             GET  function  in 403 403 403 403 403 403 200 | 404 404 404
administration:change_function      GET  function  in 403 403 403 403 403 403 200 | 404 404 404
administration:change_function      POST function  in 403 403 403 403 403 403 ->  | 404 404 404
administration:end_function         GET  function  in 403 403 403 403 403 403 200 | 404 404 404
administration:end_function         POST function  in 403 403 403 403 403 403 ->  | 404 404 404
administration:reopen_function      POST function  in 403 403 403 403 403 403 ->  | 404 404 404
administration:give_function        GET  function  in 403 403 403 403 403 403 200 | 404 404 404
administration:give_function        POST function  in 403 403 403 403 403 403 ->  | 404 404 404
administration:end_holding          GET  holding   in 403 403 403 403 403 403 200 | 404 404 404
administration:end_holding          POST holding   in 403 403 403 403 403 403 ->  | 404 404 404
administration:reopen_holding       POST holding   in 403 403 403 403 403 403 ->  | 404 404 404
administration:people               GET  -         in 403 403 403 403 403 403 200 | 403 403 403
administration:person               GET  person    in 403 403 403 403 403 403 200 | 404 404 404
administration:close_person         GET  person    in 403 403 403 403 403 403 200 | 404 404 404
administration:close_person         POST person    in 403 403 403 403 403 403 ->  | 404 404 404
administration:reopen_person        POST person    in 403 403 403 403 403 403 ->  | 404 404 404
administration:invite_again         POST person    in 403 403 403 403 403 403 ->  | 404 404 404
administration:reset_second_factor  GET  person    in 403 403 403 403 403 403 200 | 404 404 404
administration:reset_second_factor  POST person    in 403 403 403 403 403 403 ->  | 404 404 404
administration:groups               GET  -         in 403 403 403 403 403 403 200 | 403 403 403
administration:groups               POST -         in 403 403 403 403 403 403 200 | 403 403 403
administration:remove_group         GET  group     in 403 403 403 403 403 403 200 | 404 404 404
administration:remove_group         POST group     in 403 403 403 403 403 403 ->  | 404 404 404
administration:second_factor        GET  -         in 403 403 403 403 403 403 200 | 403 403 403
administration:second_factor        POST -         in 403 403 403 403 403 403 ->  | 403 403 403
administration:schedule             GET  -         in 403 403 403 403 403 403 200 | 403 403 403
administration:run_job              POST -         in 403 403 403 403 403 403 ->  | 403 403 403
administration:pause_job            POST -         in 403 403 403 403 403 403 ->  | 403 403 403
administration:resume_job           POST -         in 403 403 403 403 403 403 ->  | 403 403 403
api_keys:list                       GET  -         in 403 403 403 403 403 403 200 | 403 403 403
api_keys:choose_function            GET  -         in 403 403 403 403 403 403 200 | 403 403 403
api_keys:new                        GET  -         in 403 403 403 403 403 403 404 | 403 403 403
api_keys:new                        POST -         in 403 403 403 403 403 403 404 | 403 403 403
api_keys:renew                      GET  key       in 403 403 403 403 403 403 200 | 404 404 404
api_keys:renew                      POST key       in 403 403 403 403 403 403 200 | 404 404 404
api_keys:end                        GET  key       in 403 403 403 403 403 403 200 | 404 404 404
api_keys:end                        POST key       in 403 403 403 403 403 403 ->  | 404 404 404
api:docs                GET     -         200  200  200  200  200  200  200  200 | 200  200  200
api:root                GET     -         ->   ->   ->   ->   ->   ->   ->   ->  | ->   ->   ->
api:openapi             GET     -         200  200  200  200  200  200  200  200 | 200  200  200
api:key                 GET     -         401  401  401  401  401  401  401  401 | 401  401  401
api:reports             POST    -         401  401  401  401  401  401  401  401 | 401  401  401
api:zero_reports        POST    -         401  401  401  401  401  401  401  401 | 401  401  401
api:report              GET     -         401  401  401  401  401  401  401  401 | 401  401  401
api:incidents           GET     -         401  401  401  401  401  401  401  401 | 401  401  401
api:incident            GET     -         401  401  401  401  401  401  401  401 | 401  401  401
api:counts              GET     -         401  401  401  401  401  401  401  401 | 401  401  401
api:deviations          GET     -         401  401  401  401  401  401  401  401 | 401  401  401
api:pictures            GET     -         401  401  401  401  401  401  401  401 | 401  401  401
api:picture             GET     -         401  401  401  401  401  401  401  401 | 401  401  401
api:categories          GET     -         401  401  401  401  401  401  401  401 | 401  401  401
api:areas               GET     -         401  401  401  401  401  401  401  401 | 401  401  401
api:unknown             GET     -         404  404  404  404  404  404  404  404 | 404  404  404
api:unknown             POST    -         404  404  404  404  404  404  404  404 | 404  404  404
api:unknown             PUT     -         404  404  404  404  404  404  404  404 | 404  404  404
api:unknown             PATCH   -         404  404  404  404  404  404  404  404 | 404  404  404
api:unknown             DELETE  -         404  404  404  404  404  404  404  404 | 404  404  404
audit:check             POST   -         in   403  403  403  403  403  ->   ->   | 403  403  403
audit:download_log      GET    -         in   403  403  403  403  403  200  200  | 403  403  403
audit:retention         GET    -         in   403  403  403  403  403  403  200  | 403  403  403
audit:decide_retention  GET    -         in   403  403  403  403  403  403  200  | 403  403  403
audit:decide_retention  POST   -         in   403  403  403  403  403  403  ->   | 403  403  403
audit:disclosures       GET    -         in   403  403  200  403  403  200  200  | 200  200  403
audit:download_disclosures GET -         in   403  403  200  403  403  200  200  | 200  200  403
audit:register_disclosure GET  -         in   403  403  200  403  403  403  200  | 200  200  403
audit:register_disclosure POST -         in   403  403  ->   403  403  403  ->   | ->   ->   403
audit:correct_disclosure GET   disclosed in   403  403  200  403  403  403  200  | 404  404  404
audit:correct_disclosure POST  disclosed in   403  403  ->   403  403  403  ->   | 404  404  404
audit:log               GET    -         in   403  403  403  403  403  200  200  | 403  403  403
explore:map             GET    -         in   200  200  200  200  403  200  403  | 200  200  403
explore:layer           GET    -         in   200  200  200  200  403  200  403  | 200  200  403
explore:hours           GET    -         in   200  200  200  200  403  200  403  | 200  200  403
explore:weeks           GET    -         in   200  200  200  200  403  200  403  | 200  200  403
explore:areas           GET    -         in   200  200  200  200  403  200  403  | 200  200  403
explore:download        GET    -         in   403  200  200  403  403  403  403  | 200  200  403
explore:save            POST   -         in   ->   ->   ->   ->   403  ->   403  | ->   ->   404
explore:remove          POST   saved     in   404  404  ->   404  403  404  403  | 404  404  404
backgrounds:tile        GET    -         in   404  404  404  404  403  404  404  | 404  404  403
backgrounds:state       GET    -         in   404  404  404  404  403  404  404  | 404  404  403
photos:allow            GET    -         in   403  403  403  403  403  403  200  | 403  403  403
photos:allow            POST   -         in   403  403  403  403  403  403  ->   | 403  403  403
photos:photo            GET    photo     in   200  200  200  403  403  403  403  | 200  404  404
photos:remove           GET    photo     in   403  200  200  403  403  403  403  | 200  404  404
photos:remove           POST   photo     in   403  ->   ->   403  403  403  403  | ->   404  404
reporting:start         GET    -         in   200  200  200  403  403  403  403  | 200  200  403
reporting:shell         GET    -         200  200  200  200  200  200  200  200  | 200  200  200
reporting:worker        GET    -         200  200  200  200  200  200  200  200  | 200  200  200
reporting:manifest      GET    -         200  200  200  200  200  200  200  200  | 200  200  200
reporting:who_am_i      GET    -         in   200  200  200  200  200  200  200  | 200  200  200
reporting:lists         GET    -         in   200  200  200  403  403  403  403  | 200  200  403
reporting:send          POST   -         in   422  422  422  422  422  422  422  | 422  422  422
reporting:send_photo    POST   -         in   422  422  422  422  422  422  422  | 422  422  422
reporting:check_text    POST   -         in   422  422  422  422  422  422  422  | 422  422  422
reporting:plain         GET    -         in   200  200  200  403  403  403  403  | 200  200  403
reporting:plain         POST   -         in   200  200  200  403  403  403  403  | 200  200  403
reporting:nothing       GET    -         in   200  200  200  403  403  403  403  | 200  200  403
reporting:nothing       POST   -         in   ->   ->   ->   403  403  403  403  | ->   ->   403
reporting:mine          GET    -         in   200  200  200  403  403  403  403  | 200  200  403
reporting:incident      GET    sent      in   200  200  200  403  403  403  403  | 200  404  404
reporting:correct       GET    sent      in   200  200  200  403  403  403  403  | 200  404  404
reporting:correct       POST   sent      in   200  200  200  403  403  403  403  | 200  404  404
reporting:answer        GET    sent      in   403  403  403  403  403  403  403  | 403  404  404
reporting:answer        GET    asked     in   200  403  403  403  403  403  403  | 403  404  404
reporting:answer        POST   asked     in   200  403  403  403  403  403  403  | 403  404  404
reporting:withdraw      GET    sent      in   200  200  200  403  403  403  403  | 200  404  404
reporting:withdraw      POST   sent      in   ->   ->   ->   403  403  403  403  | ->   404  404
incidents:list          GET    -         in   200  200  200  200  403  200  403  | 200  200  403
incidents:incident      GET    sent      in   200  200  200  403  403  403  403  | 200  404  404
incidents:incident      GET    counted   in   200  200  200  200  403  200  403  | 200  404  404
incidents:download      GET    -         in   403  200  200  403  403  403  403  | 200  ->   403
indicators:list         GET    -         in   403  200  200  200  200  200  403  | 200  200  403
indicators:define       GET    -         in   403  403  200  403  403  403  403  | 403  200  403
indicators:define       POST   -         in   403  403  ->   403  403  403  403  | 403  ->   403
indicators:download_all GET    -         in   403  200  200  200  200  200  403  | 200  ->   403
indicators:indicator    GET    figure    in   403  200  200  200  200  200  403  | 200  404  404
indicators:download     GET    figure    in   403  200  200  200  200  200  403  | 200  404  404
indicators:change       GET    figure    in   403  403  200  403  403  403  403  | 403  404  404
indicators:change       POST   figure    in   403  403  ->   403  403  403  403  | 403  404  404
indicators:enter_value  GET    figure    in   403  403  200  403  403  403  403  | 403  404  404
indicators:enter_value  POST   figure    in   403  403  ->   403  403  403  403  | 403  404  404
indicators:withdraw_value GET  measured  in   403  403  200  403  403  403  403  | 403  404  404
indicators:withdraw_value POST measured  in   403  403  ->   403  403  403  403  | 403  404  404
indicators:retire       GET    figure    in   403  403  200  403  403  403  403  | 403  404  404
indicators:retire       POST   figure    in   403  403  ->   403  403  403  403  | 403  404  404
indicators:restore      POST   figure    in   403  403  ->   403  403  403  403  | 403  404  404
areas:list              GET    -         in   403  403  200  403  403  403  200  | 403  200  403
areas:import            GET    -         in   403  403  200  403  403  403  200  | 403  200  403
areas:import            POST   -         in   403  403  200  403  403  403  200  | 403  200  403
areas:confirm           POST   -         in   403  403  ->   403  403  403  ->   | 403  ->   403
areas:undo_import       GET    generation in  403  403  200  403  403  403  200  | 403  404  404
areas:undo_import       POST   generation in  403  403  ->   403  403  403  ->   | 403  404  404
areas:draw              GET    -         in   403  403  200  403  403  403  200  | 403  200  403
areas:draw              POST   -         in   403  403  ->   403  403  403  ->   | 403  ->   403
areas:ground            GET    -         in   403  403  200  403  403  403  200  | 403  200  403
areas:new_place         GET    -         in   403  403  200  403  403  403  200  | 403  200  403
areas:new_place         POST   -         in   403  403  ->   403  403  403  ->   | 403  ->   403
areas:population        GET    -         in   403  403  200  403  403  403  200  | 403  200  403
areas:population        POST   -         in   403  403  200  403  403  403  200  | 403  200  403
areas:area              GET    place     in   403  403  200  403  403  403  200  | 403  404  404
areas:area              POST   place     in   403  403  ->   403  403  403  ->   | 403  404  404
areas:redraw            GET    place     in   403  403  200  403  403  403  200  | 403  404  404
areas:redraw            POST   place     in   403  403  200  403  403  403  200  | 403  404  404
areas:retire            GET    place     in   403  403  200  403  403  403  200  | 403  404  404
areas:retire            POST   place     in   403  403  ->   403  403  403  ->   | 403  404  404
areas:restore           POST   place     in   403  403  ->   403  403  403  ->   | 403  404  404
areas:categories        GET    -         in   403  403  200  403  403  403  200  | 403  200  403
areas:new_category      GET    -         in   403  403  200  403  403  403  200  | 403  200  403
areas:new_category      POST   -         in   403  403  ->   403  403  403  ->   | 403  ->   403
areas:default_categories POST  -         in   403  403  ->   403  403  403  ->   | 403  ->   403
areas:category          GET    category  in   403  403  200  403  403  403  200  | 403  404  404
areas:category          POST   category  in   403  403  200  403  403  403  200  | 403  404  404
areas:move_category     POST   category  in   403  403  ->   403  403  403  ->   | 403  404  404
areas:retire_category   GET    category  in   403  403  200  403  403  403  200  | 403  404  404
areas:retire_category   POST   category  in   403  403  ->   403  403  403  ->   | 403  404  404
areas:restore_category  POST   category  in   403  403  ->   403  403  403  ->   | 403  404  404
review:queue            GET    -         in   403  200  200  403  403  403  403  | 200  200  403
review:trusted          GET    -         in   403  403  403  403  403  403  200  | 403  403  403
review:trusted          POST   -         in   403  403  403  403  403  403  200  | 403  403  403
review:incident         GET    sent      in   403  200  200  403  403  403  403  | 200  404  404
review:incident         GET    asked     in   403  200  200  403  403  403  403  | 200  404  404
review:correct          GET    sent      in   403  200  200  403  403  403  403  | 200  404  404
review:correct          POST   sent      in   403  200  200  403  403  403  403  | 200  404  404
review:approve          POST   sent      in   403  ->   ->   403  403  403  403  | ->   404  404
review:ask              POST   sent      in   403  ->   ->   403  403  403  403  | ->   404  404
review:merge            POST   sent      in   403  200  200  403  403  403  403  | 200  404  404
review:withdraw         POST   sent      in   403  ->   ->   403  403  403  403  | ->   404  404
review:undo             POST   asked     in   403  ->   ->   403  403  403  403  | ->   404  404
written_reports:list    GET    -         in   403  200  200  403  403  403  403  | 200  200  403
written_reports:receive GET    -         in   403  200  200  403  403  403  403  | 200  200  403
written_reports:receive POST   -         in   403  200  200  403  403  403  403  | 200  200  403
written_reports:report  GET    text      in   403  200  200  403  403  403  403  | 404  404  404
written_reports:report  POST   text      in   403  ->   ->   403  403  403  403  | 404  404  404
written_reports:undo    POST   text      in   403  ->   ->   403  403  403  403  | 404  404  404
written_reports:discard GET    text      in   403  200  200  403  403  403  403  | 404  404  404
written_reports:discard POST   text      in   403  ->   ->   403  403  403  403  | 404  404  404
sources:list            GET    -         in   403  403  200  403  403  403  200  | 403  200  403
sources:source          GET    -         in   403  403  200  403  403  403  200  | 403  200  403
sources:switch_on       GET    -         in   403  403  403  403  403  403  200  | 403  403  403
sources:switch_on       POST   -         in   403  403  403  403  403  403  ->   | 403  403  403
sources:switch_off      POST   -         in   403  403  403  403  403  403  ->   | 403  403  403
sources:fetch_now       POST   -         in   403  403  ->   403  403  403  ->   | 403  404  403
sources:undo_run        GET    fetched   in   403  403  200  403  403  403  403  | 403  404  403
sources:undo_run        POST   fetched   in   403  403  ->   403  403  403  403  | 403  404  403
imports:list            GET    -         in   403  403  200  403  403  403  403  | 200  200  403
imports:list            POST   -         in   403  403  200  403  403  403  403  | 200  200  403
imports:upload          GET    file      in   403  403  200  403  403  403  403  | 404  404  404
imports:state           GET    file      in   403  403  200  403  403  403  403  | 404  404  404
imports:faults          GET    file      in   403  403  200  403  403  403  403  | 404  404  404
imports:map             POST   file      in   403  403  ->   403  403  403  403  | 404  404  404
imports:load            POST   file      in   403  403  ->   403  403  403  403  | 404  404  404
imports:undo            POST   file      in   403  403  200  403  403  403  403  | 404  404  404
trail:overview          GET    -         in   403  200  200  200  200  200  403  | 200  200  403
trail:gaps              GET    -         in   403  200  200  200  200  200  403  | 200  200  403
trail:download_gaps     GET    -         in   403  200  200  200  200  200  403  | 200  200  403
trail:vacancies         GET    -         in   403  200  200  200  200  200  403  | 200  200  403
trail:download_vacancies GET   -         in   403  200  200  200  200  200  403  | 200  200  403
trail:thing             GET    problem   in   403  200  200  200  200  200  403  | 200  404  403
problems:list                 GET   -         in 403 200 200 200 200 200 403 | 200 200 403
problems:download_list        GET   -         in 403 200 200 200 200 200 403 | 200 200 403
problems:new                  GET   -         in 403 403 200 403 403 403 403 | 403 200 403
problems:new                  POST  -         in 403 403 -> 403 403 403 403 | 403 -> 403
problems:priorities           GET   -         in 403 200 200 200 200 200 403 | 200 200 403
problems:download_priorities  GET   -         in 403 200 200 200 200 200 403 | 200 200 403
problems:decide               GET   -         in 403 403 200 403 403 403 403 | 403 200 403
problems:decide               POST  -         in 403 403 200 403 403 403 403 | 403 200 403
problems:decision             GET   decision  in 403 200 200 200 200 200 403 | 200 404 404
problems:criteria             GET   -         in 403 200 200 200 200 200 403 | 200 200 403
problems:change_criteria      GET   -         in 403 403 200 403 403 403 403 | 403 200 403
problems:change_criteria      POST  -         in 403 403 200 403 403 403 403 | 403 200 403
problems:problem              GET   problem   in 403 200 200 200 200 200 403 | 200 404 404
problems:change               GET   problem   in 403 403 200 403 403 403 403 | 403 404 404
problems:change               POST  problem   in 403 403 -> 403 403 403 403 | 403 404 404
problems:deprioritise         GET   problem   in 403 403 200 403 403 403 403 | 403 404 404
problems:deprioritise         POST  problem   in 403 403 200 403 403 403 403 | 403 404 404
problems:close                GET   problem   in 403 403 200 403 403 403 403 | 403 404 404
problems:close                POST  problem   in 403 403 -> 403 403 403 403 | 403 404 404
problems:reopen               GET   problem   in 403 403 200 403 403 403 403 | 403 404 404
problems:reopen               POST  problem   in 403 403 200 403 403 403 403 | 403 404 404
problems:add_selection        GET   problem   in 403 403 200 403 403 403 403 | 403 404 404
problems:add_selection        POST  problem   in 403 403 -> 403 403 403 403 | 403 404 404
problems:add_note             GET   problem   in 403 403 200 403 403 403 403 | 403 404 404
problems:add_note             POST  problem   in 403 403 -> 403 403 403 403 | 403 404 404
problems:choose_picture       GET   problem   in 403 403 200 403 403 403 403 | 403 404 404
problems:choose_picture       POST  problem   in 403 403 200 403 403 403 403 | 403 404 404
problems:add_dialogue         GET   problem   in 403 403 200 403 403 403 403 | 403 404 404
problems:add_dialogue         POST  problem   in 403 403 -> 403 403 403 403 | 403 404 404
problems:add_cause            GET   problem   in 403 403 200 403 403 403 403 | 403 404 404
problems:add_cause            POST  problem   in 403 403 -> 403 403 403 403 | 403 404 404
problems:event_chain          GET   problem   in 403 403 200 403 403 403 403 | 403 404 404
problems:event_chain          POST  problem   in 403 403 -> 403 403 403 403 | 403 404 404
problems:conclude             GET   problem   in 403 403 200 403 403 403 403 | 403 404 404
problems:conclude             POST  problem   in 403 403 -> 403 403 403 403 | 403 404 404
problems:tick                 GET   problem   in 403 403 200 403 403 403 403 | 403 404 404
problems:tick                 POST  problem   in 403 403 -> 403 403 403 403 | 403 404 404
problems:versions             GET   problem   in 403 200 200 200 200 200 403 | 200 404 404
problems:start                POST  problem   in 403 403 -> 403 403 403 403 | 403 404 404
problems:evidence             GET   evidence  in 403 200 200 200 200 200 403 | 200 404 404
problems:remove_evidence      GET   evidence  in 403 403 200 403 403 403 403 | 403 404 404
problems:remove_evidence      POST  evidence  in 403 403 -> 403 403 403 403 | 403 404 404
problems:remove_dialogue      GET   dialogue  in 403 403 200 403 403 403 403 | 403 404 404
problems:remove_dialogue      POST  dialogue  in 403 403 -> 403 403 403 403 | 403 404 404
problems:score                GET   problem   in 403 200 200 200 200 403 403 | 200 404 404
problems:score                POST  problem   in 403 -> -> -> -> 403 403 | -> 404 404
problems:scores               GET   problem   in 403 200 200 200 200 200 403 | 200 404 404
problems:analysis             GET   problem   in 403 200 200 200 200 200 403 | 200 404 404
problems:download_analysis    GET   problem   in 403 200 200 200 200 200 403 | 200 404 404
problems:untick               POST  problem   in 403 403 404 403 403 403 403 | 403 404 404
problems:cause                GET   cause     in 403 200 200 200 200 200 403 | 200 404 404
problems:cause                POST  cause     in 403 403 -> 403 403 403 403 | 403 404 404
problems:move_cause           POST  cause     in 403 403 -> 403 403 403 403 | 403 404 404
problems:retire_cause         GET   cause     in 403 403 200 403 403 403 403 | 403 404 404
problems:retire_cause         POST  cause     in 403 403 -> 403 403 403 403 | 403 404 404
problems:restore_cause        POST  cause     in 403 403 -> 403 403 403 403 | 403 404 404
pictures:list           GET    -         in   200  200  200  200  200  200  200  | 200  200  200
pictures:picture        GET    draft     in   403  200  200  403  403  200  403  | 404  404  404
pictures:picture        GET    own       in   200  200  200  200  200  200  200  | 404  404  404
pictures:picture        GET    partners  in   200  200  200  200  200  200  200  | 200  404  404
pictures:picture        GET    public    in   200  200  200  200  200  200  200  | 200  200  200
pictures:document       GET    draft     in   403  200  200  403  403  200  403  | 404  404  404
pictures:document       GET    partners  in   200  200  200  200  200  200  200  | 200  404  404
pictures:download       GET    draft     in   403  200  200  403  403  200  403  | 404  404  404
pictures:download       GET    own       in   200  200  200  200  200  200  200  | 404  404  404
pictures:download       GET    partners  in   200  200  200  200  200  200  200  | 200  404  404
pictures:download       GET    public    in   200  200  200  200  200  200  200  | 200  200  200
duties:list             GET    -         in   403  403  200  403  200  200  403  | 403  200  403
duties:questions        GET    -         in   403  403  200  403  200  200  403  | 403  200  403
duties:history          GET    -         in   403  403  200  403  200  200  403  | 403  200  403
duties:document         GET    -         in   403  403  200  403  200  200  403  | 403  200  403
duties:duty             GET    -         in   403  403  200  403  200  200  403  | 403  200  403
duties:duty             POST   -         in   403  403  ->   403  403  403  403  | 403  ->   403
duties:register         GET    -         in   403  403  200  403  200  200  403  | 403  200  403
duties:download         GET    -         in   403  403  200  403  200  200  403  | 403  200  403
duties:add_entry        GET    -         in   403  403  200  403  403  403  403  | 403  200  403
duties:add_entry        POST   -         in   403  403  ->   403  403  403  403  | 403  ->   403
duties:entry            GET    seat      in   403  403  200  403  200  200  403  | 404  404  404
duties:entry            POST   seat      in   403  403  ->   403  403  403  403  | 404  404  404
duties:retire_entry     POST   seat      in   403  403  ->   403  403  403  403  | 404  404  404
duties:restore_entry    POST   seat      in   403  403  ->   403  403  403  403  | 404  404  404
pictures:choose_kind    GET    -         in   403  403  200  403  403  403  403  | 403  200  403
pictures:compose        GET    -         in   403  403  200  403  403  403  403  | 403  200  403
pictures:compose        POST   -         in   403  403  200  403  403  403  403  | 403  200  403
pictures:compose_selection GET -         in   403  403  ->   403  403  403  403  | 403  ->   403
pictures:contact        GET    -         in   403  403  200  403  403  403  403  | 403  200  403
pictures:contact        POST   -         in   403  403  ->   403  403  403  403  | 403  ->   403
pictures:order          GET    order     in   403  403  200  403  403  403  403  | 404  404  404
pictures:order_state    GET    order     in   403  403  200  403  403  403  403  | 404  404  404
pictures:order_again    POST   order     in   403  403  ->   403  403  403  403  | 404  404  404
pictures:change_statement  GET  statement in  403  403  200  403  403  403  403  | 404  404  404
pictures:change_statement  POST statement in  403  403  ->   403  403  403  403  | 404  404  404
pictures:retire_statement  POST statement in  403  403  ->   403  403  403  403  | 404  404  404
pictures:restore_statement POST statement in  403  403  ->   403  403  403  403  | 404  404  404
pictures:write_statement GET   working   in   403  403  200  403  403  403  403  | 404  404  404
pictures:write_statement POST  working   in   403  403  ->   403  403  403  403  | 404  404  404
pictures:hide_section   GET    working   in   403  403  200  403  403  403  403  | 404  404  404
pictures:hide_section   POST   working   in   403  403  ->   403  403  403  403  | 404  404  404
pictures:show_section   POST   working   in   403  403  ->   403  403  403  403  | 404  404  404
pictures:recommend_problem GET working   in   403  403  200  403  403  403  403  | 404  404  404
pictures:recommend_problem POST working  in   403  403  ->   403  403  403  403  | 404  404  404
pictures:drop_problem   POST   tip       in   403  403  ->   403  403  403  403  | 404  404  404
pictures:send_for_review GET   working   in   403  403  200  403  403  403  403  | 404  404  404
pictures:send_for_review POST  working   in   403  403  200  403  403  403  403  | 404  404  404
pictures:take_back_review POST reviewed  in   403  403  ->   403  403  403  403  | 404  404  404
pictures:picture        GET    reviewed  in   200  200  200  403  403  200  403  | 200  404  404
pictures:review         GET    reviewed  in   200  403  403  403  403  403  403  | 200  404  404
pictures:review         POST   reviewed  in   ->   403  403  403  403  403  403  | ->   404  404
pictures:finish_review  POST   reviewed  in   ->   403  403  403  403  403  403  | ->   404  404
pictures:answer_remark  GET    remark    in   403  403  200  403  403  403  403  | 403  404  404
pictures:answer_remark  POST   remark    in   403  403  ->   403  403  403  403  | 403  404  404
pictures:law_check      GET    working   in   403  200  200  403  403  200  403  | 404  404  404
pictures:decide         GET    working   in   403  403  200  403  403  403  403  | 404  404  404
pictures:decide         POST   working   in   403  403  200  403  403  403  403  | 404  404  404
pictures:documents_again POST  working   in   403  403  ->   403  403  403  403  | 404  404  404
pictures:make_public    POST   working   in   403  403  ->   403  403  403  403  | 404  404  404
pictures:hidden         GET    working   in   403  404  404  403  403  404  403  | 404  404  404
pictures:compare_with   GET    working   in   403  ->   ->   403  403  ->   403  | 404  404  404
pictures:compare        GET    working   in   403  200  200  403  403  200  403  | 404  404  404
pictures:publish        GET    draft     in   403  403  200  403  403  403  403  | 404  404  404
pictures:publish        POST   draft     in   403  403  ->   403  403  403  403  | 404  404  404
pictures:publish        POST   partners  in   403  403  200  403  403  403  403  | 403  404  404
pictures:withdraw       GET    partners  in   403  403  200  403  403  403  403  | 403  404  404
pictures:withdraw       POST   partners  in   403  403  ->   403  403  403  403  | 403  404  404
pictures:withdraw       POST   public    in   403  403  ->   403  403  403  403  | 403  403  403
agreements:list         GET    -         in   403  403  200  200  200  200  403  | 200  200  403
agreements:download_list GET   -         in   403  403  200  200  200  200  403  | 200  200  403
agreements:begin        GET    -         in   403  403  200  403  403  403  403  | 403  200  403
agreements:draft        GET    -         in   403  403  200  403  403  403  403  | 403  200  403
agreements:draft        POST   -         in   403  403  200  403  403  403  403  | 403  200  403
agreements:agreement    GET    agreed    in   403  403  200  200  200  200  403  | 200  404  404
agreements:agreement    GET    promised  in   200  200  200  200  200  200  200  | 200  200  200
agreements:compare      GET    agreed    in   403  403  200  200  200  200  403  | 200  404  404
agreements:download     GET    promised  in   200  200  200  200  200  200  200  | 200  200  200
agreements:download     GET    agreed    in   403  403  200  200  200  200  403  | 200  404  404
agreements:file         GET    agreed    in   403  403  404  404  404  404  403  | 404  404  404
agreements:attach       GET    agreed    in   403  403  200  403  403  403  403  | 403  404  404
agreements:attach       POST   agreed    in   403  403  200  403  403  403  403  | 403  404  404
agreements:retire_file  POST   agreed    in   403  403  404  403  403  403  403  | 403  404  404
agreements:change       GET    agreed    in   403  403  200  403  403  403  403  | 403  404  404
agreements:change       POST   agreed    in   403  403  200  403  403  403  403  | 403  404  404
agreements:add_party    GET    agreed    in   403  403  200  403  403  403  403  | 403  404  404
agreements:add_party    POST   agreed    in   403  403  200  403  403  403  403  | 403  404  404
agreements:remove_party POST   agreed    in   403  403  ->   403  403  403  403  | 403  404  404
agreements:sign         GET    agreed    in   403  403  404  403  403  403  403  | 403  404  404
agreements:sign         POST   agreed    in   403  403  404  403  403  403  403  | 403  404  404
agreements:unsign       POST   agreed    in   403  403  404  403  403  403  403  | 403  404  404
agreements:consult      GET    agreed    in   403  403  200  403  403  403  403  | 403  404  404
agreements:consult      POST   agreed    in   403  403  ->   403  403  403  403  | 403  404  404
agreements:revise       GET    agreed    in   403  403  200  403  403  403  403  | 403  404  404
agreements:revise       POST   agreed    in   403  403  200  403  403  403  403  | 403  404  404
agreements:extend       GET    agreed    in   403  403  200  403  403  403  403  | 403  404  404
agreements:extend       POST   agreed    in   403  403  200  403  403  403  403  | 403  404  404
agreements:end          GET    agreed    in   403  403  200  403  403  403  403  | 403  404  404
agreements:end          POST   agreed    in   403  403  ->   403  403  403  403  | 403  404  404
agreements:replace      GET    agreed    in   403  403  200  403  403  403  403  | 403  404  404
agreements:replace      POST   agreed    in   403  403  200  403  403  403  403  | 403  404  404
agreements:share        GET    agreed    in   403  403  200  403  403  403  403  | 403  404  404
agreements:share        POST   agreed    in   403  403  ->   403  403  403  403  | 403  404  404
agreements:follow_up    GET    agreed    in   403  403  200  403  403  403  403  | 403  404  404
agreements:follow_up    POST   agreed    in   403  403  200  403  403  403  403  | 403  404  404
agreements:link         GET    agreed    in   403  403  200  403  403  403  403  | 403  404  404
agreements:link         POST   agreed    in   403  403  200  403  403  403  403  | 403  404  404
agreements:unlink       POST   agreed    in   403  403  ->   403  403  403  403  | 403  404  404
follow_up:overview      GET    -         in   403  200  200  200  200  200  403  | 200  200  403
follow_up:download      GET    -         in   403  200  200  200  200  200  403  | 200  200  403
follow_up:download_table GET   -         in   403  404  404  404  404  404  403  | 404  404  403
follow_up:reminders     GET    -         in   200  200  200  200  200  200  200  | 200  200  403
follow_up:reminders     POST   -         in   ->   ->   ->   ->   ->   ->   ->   | ->   ->   403
follow_up:measure       GET    followed  in   403  200  200  200  200  200  403  | 200  404  404
follow_up:tell          POST   followed  in   403  403  ->   ->   403  403  403  | 403  404  404
follow_up:lesson        GET    followed  in   403  403  200  200  403  403  403  | 403  404  404
follow_up:lesson        POST   followed  in   403  403  ->   ->   403  403  403  | 403  404  404
follow_up:estimate      GET    followed  in   403  403  200  403  403  403  403  | 403  404  404
follow_up:estimate      POST   followed  in   403  403  200  403  403  403  403  | 403  404  404
follow_up:no_effect     GET    followed  in   403  403  200  403  403  403  403  | 403  404  404
follow_up:no_effect     POST   followed  in   403  403  ->   403  403  403  403  | 403  404  404
follow_up:effects       GET    -         in   403  200  200  200  200  200  403  | 200  200  403
follow_up:indicators    GET    -         in   403  200  200  200  200  200  403  | 200  200  403
follow_up:indicator     GET    valued    in   403  200  200  200  200  200  403  | 200  404  404
follow_up:take          POST   valued    in   403  403  ->   403  403  403  403  | 403  404  404
follow_up:enter         GET    valued    in   403  403  200  403  403  403  403  | 403  404  404
follow_up:enter         POST   valued    in   403  403  ->   403  403  403  403  | 403  404  404
follow_up:reports       GET    -         in   403  200  200  200  200  200  403  | 200  200  403
follow_up:new_report    GET    -         in   403  403  200  403  403  403  403  | 403  200  403
follow_up:new_report    POST   -         in   403  403  200  403  403  403  403  | 403  200  403
follow_up:report        GET    reported  in   403  200  200  200  200  200  403  | 200  404  404
follow_up:change_report GET    reported  in   403  403  200  403  403  403  403  | 403  404  404
follow_up:change_report POST   reported  in   403  403  200  403  403  403  403  | 403  404  404
follow_up:ready_report  POST   reported  in   403  403  ->   403  403  403  403  | 403  404  404
follow_up:reopen_report POST   reported  in   403  403  ->   403  403  403  403  | 403  404  404
follow_up:given_report  GET    reported  in   403  403  200  403  403  403  403  | 403  404  404
follow_up:given_report  POST   reported  in   403  403  200  403  403  403  403  | 403  404  404
follow_up:download_report GET  reported  in   403  200  200  200  200  200  403  | 200  404  404
meetings:start          GET    -         in   403  200  200  200  200  200  403  | 200  200  403
meetings:decisions      GET    -         in   403  200  200  200  200  200  403  | 200  200  403
meetings:download_decisions GET    -         in   403  200  200  200  200  200  403  | 200  200  403
meetings:calendar       GET    -         in   403  200  200  200  200  200  403  | 200  200  403
meetings:group          GET    group_that_meets in   403  200  200  200  200  200  403  | 200  404  404
meetings:meeting        GET    met       in   403  200  200  200  200  200  403  | 200  404  404
meetings:decision       GET    decided   in   403  200  200  200  200  200  403  | 200  404  404
meetings:minutes        GET    met       in   403  404  404  404  404  404  403  | 404  404  404
meetings:new_group      GET    -         in   403  403  200  403  403  403  403  | 403  200  403
meetings:new_group      POST   -         in   403  403  200  403  403  403  403  | 403  200  403
meetings:change_group   GET    group_that_meets in   403  403  200  403  403  403  403  | 403  404  404
meetings:change_group   POST   group_that_meets in   403  403  200  403  403  403  403  | 403  404  404
meetings:end_group      GET    group_that_meets in   403  403  200  403  403  403  403  | 403  404  404
meetings:end_group      POST   group_that_meets in   403  403  200  403  403  403  403  | 403  404  404
meetings:add_member     GET    group_that_meets in   403  403  200  403  403  403  403  | 403  404  404
meetings:add_member     POST   group_that_meets in   403  403  200  403  403  403  403  | 403  404  404
meetings:plan           GET    group_that_meets in   403  403  200  403  403  403  403  | 403  404  404
meetings:plan           POST   group_that_meets in   403  403  200  403  403  403  403  | 403  404  404
meetings:add_entry      GET    -         in   403  403  200  403  403  403  403  | 403  200  403
meetings:add_entry      POST   -         in   403  403  200  403  403  403  403  | 403  200  403
meetings:run            GET    met       in   403  403  200  403  403  403  403  | 403  404  404
meetings:run            POST   met       in   403  403  ->  403  403  403  403  | 403  404  404
meetings:change         GET    met       in   403  403  200  403  403  403  403  | 403  404  404
meetings:change         POST   met       in   403  403  200  403  403  403  403  | 403  404  404
meetings:cancel         GET    met       in   403  403  200  403  403  403  403  | 403  404  404
meetings:cancel         POST   met       in   403  403  200  403  403  403  403  | 403  404  404
meetings:add_point      GET    met       in   403  403  200  403  403  403  403  | 403  404  404
meetings:add_point      POST   met       in   403  403  200  403  403  403  403  | 403  404  404
meetings:adjust         GET    met       in   403  403  200  403  403  403  403  | 403  404  404
meetings:adjust         POST   met       in   403  403  200  403  403  403  403  | 403  404  404
meetings:reopen         GET    met       in   403  403  200  403  403  403  403  | 403  404  404
meetings:reopen         POST   met       in   403  403  200  403  403  403  403  | 403  404  404
meetings:change_decision GET    decided   in   403  403  200  403  403  403  403  | 403  404  404
meetings:change_decision POST   decided   in   403  403  200  403  403  403  403  | 403  404  404
meetings:link           GET    decided   in   403  403  200  403  403  403  403  | 403  404  404
meetings:link           POST   decided   in   403  403  200  403  403  403  403  | 403  404  404
meetings:tell           GET    decided   in   403  403  200  403  403  403  403  | 403  404  404
meetings:tell           POST   decided   in   403  403  200  403  403  403  403  | 403  404  404
meetings:end_member     POST   group_that_meets in   403  403  404  403  403  403  403  | 403  404  404
meetings:begin          POST   met       in   403  403  ->  403  403  403  403  | 403  404  404
meetings:compute        POST   met       in   403  403  ->  403  403  403  403  | 403  404  404
meetings:invite         POST   met       in   403  403  ->  403  403  403  403  | 403  404  404
meetings:leave_out      POST   met       in   403  403  404  403  403  403  403  | 403  404  404
meetings:unlink         POST   decided   in   403  403  ->  403  403  403  403  | 403  404  404
meetings:retire_entry   POST   -         in   404  404  404  404  404  404  404  | 404  404  404
meetings:report         GET    decided   in   403  403  200  200  403  403  403  | 403  404  404
meetings:report         POST   decided   in   403  403  200  200  403  403  403  | 403  404  404
walks:list              GET    -             in  200  200  200  200  403  403  403  | 200  200  403
walks:shell             GET    -            200  200  200  200  200  200  200  200  | 200  200  200
walks:worker            GET    -            200  200  200  200  200  200  200  200  | 200  200  200
walks:findings          GET    -             in  200  200  200  200  403  403  403  | 200  200  403
walks:download_findings GET    -             in  200  200  200  200  403  403  403  | 200  200  403
walks:walk              GET    walked        in  200  200  200  200  403  403  403  | 200  404  404
walks:finding           GET    found         in  200  200  200  200  403  403  403  | 200  404  404
walks:note              GET    walked        in  200  200  200  200  403  403  403  | 200  404  404
walks:note              POST   walked        in  200  200  200  200  403  403  403  | 200  404  404
walks:protocol          GET    walked        in  404  404  404  404  403  403  403  | 404  404  404
walks:plan              GET    -             in  403  403  200  403  403  403  403  | 403  200  403
walks:plan              POST   -             in  403  403  200  403  403  403  403  | 403  200  403
walks:checklist         GET    -             in  403  403  200  403  403  403  403  | 403  200  403
walks:checklist         POST   -             in  403  403  200  403  403  403  403  | 403  200  403
walks:change            GET    walked        in  403  403  200  403  403  403  403  | 403  404  404
walks:change            POST   walked        in  403  403  200  403  403  403  403  | 403  404  404
walks:cancel            GET    walked        in  403  403  200  403  403  403  403  | 403  404  404
walks:cancel            POST   walked        in  403  403  200  403  403  403  403  | 403  404  404
walks:invite            GET    walked        in  403  403  200  403  403  403  403  | 403  404  404
walks:invite            POST   walked        in  403  403  200  403  403  403  403  | 403  404  404
walks:attendance        GET    walked        in  403  403  200  403  403  403  403  | 403  404  404
walks:attendance        POST   walked        in  403  403  ->  403  403  403  403  | 403  404  404
walks:change_finding    GET    found         in  403  403  200  403  403  403  403  | 403  404  404
walks:change_finding    POST   found         in  403  403  200  403  403  403  403  | 403  404  404
walks:retire_finding    GET    found         in  403  403  200  403  403  403  403  | 403  404  404
walks:retire_finding    POST   found         in  403  403  200  403  403  403  403  | 403  404  404
walks:restore_finding   POST   found         in  403  403  ->  403  403  403  403  | 403  404  404
walks:assign            GET    found         in  403  403  200  403  403  403  403  | 403  404  404
walks:assign            POST   found         in  403  403  200  403  403  403  403  | 403  404  404
walks:report            GET    found         in  403  403  200  403  403  403  403  | 403  404  404
walks:report            POST   found         in  403  403  200  403  403  403  403  | 403  404  404
walks:link              GET    found         in  403  403  200  403  403  403  403  | 403  404  404
walks:link              POST   found         in  403  403  200  403  403  403  403  | 403  404  404
walks:make_protocol     POST   walked        in  403  403  ->  403  403  403  403  | 403  404  404
walks:unlink            POST   found         in  403  403  ->  403  403  403  403  | 403  404  404
public:list             GET    -         200  200  200  200  200  200  200  200  | 200  200  200
public:promises         GET    -         200  200  200  200  200  200  200  200  | 200  200  200
public:accessibility    GET    -         200  200  200  200  200  200  200  200  | 200  200  200
public:picture          GET    draft     404  404  404  404  404  404  404  404  | 404  404  404
public:picture          GET    own       404  404  404  404  404  404  404  404  | 404  404  404
public:picture          GET    partners  404  404  404  404  404  404  404  404  | 404  404  404
public:picture          GET    public    200  200  200  200  200  200  200  200  | 200  200  200
public:document         GET    partners  404  404  404  404  404  404  404  404  | 404  404  404
public:document         GET    public    200  200  200  200  200  200  200  200  | 200  200  200
public:download         GET    partners  404  404  404  404  404  404  404  404  | 404  404  404
public:download         GET    public    200  200  200  200  200  200  200  200  | 200  200  200
"""

READERS = {
    "out": "nobody",
    "rep": "reporter",
    "rev": "reviewer",
    "coo": "coordinator",
    "mea": "measure_owner",
    "ste": "steering",
    "aud": "auditor",
    "adm": "administrator",
    "par": "partner",
    "str": "stranger",
    "end": "ended",
}

FORMS = {
    "follow_up:reminders": {"how": "monthly"},
    "follow_up:tell": {"progress": "on_track"},
    "follow_up:lesson": {"text": "Gå i mörkret."},
    "follow_up:no_effect": {"reason": "Den når hela kommunen."},
    "follow_up:enter": {
        "first_day": "2025-01-01",
        "last_day": "2025-12-31",
        "value": "12",
        "source": "Egen räkning",
    },
    "follow_up:given_report": {"given_on": "2026-02-01"},
    "plans:add": {
        "title": "Åtgärdsplan",
        "starts_on": "2026-01-01",
        "ends_on": "2027-12-31",
        "circle": "partners",
    },
    "plans:change": {
        "title": "Åtgärdsplan",
        "starts_on": "2026-01-01",
        "ends_on": "2027-12-31",
        "circle": "own",
    },
    "plans:decide": {"body": "Kommunstyrelsen", "decided_on": "2026-02-01"},
    "plans:follow_up": {"followed_up_on": "2026-02-01", "reported_as": "Kommunstyrelsen § 4"},
    "plans:open_version": {"reason": "Ny lägesbild."},
    "plans:retire": {"reason": "Ersatt av en annan."},
    "plans:add_goal": {"title": "Trygga platser"},
    "plans:change_goal": {"title": "Trygga platser"},
    "plans:retire_goal": {"reason": "Slås ihop."},
    "plans:add_indicator": {
        "name": "Klotter",
        "definition": "Anmälda klotter.",
        "source": "Polisen",
        "unit": "per år",
        "better": "lower",
        "how": "count",
        "per": "year",
    },
    "plans:change_indicator": {
        "name": "Klotter",
        "definition": "Anmälda klotter.",
        "source": "Polisen",
        "unit": "per år",
        "better": "lower",
        "how": "count",
        "per": "year",
    },
    "plans:retire_indicator": {"reason": "Mäts inte."},
    "plans:add_measure": {"title": "Åtgärd", "description": "Så.", "nature": "social", "level": "primary"},
    "plans:change_measure": {
        "title": "Åtgärd",
        "description": "Så.",
        "nature": "social",
        "level": "primary",
    },
    "plans:move": {"state": "not_started", "reason": "Ingen ville."},
    "plans:retire_measure": {"reason": "Görs inte."},
    "plans:add_milestone": {"title": "Avtal klart", "due_on": "2026-05-01"},
    "plans:mark_milestone": {"done_on": "2026-01-02"},
    "plans:add_cost": {"year": "2026", "kind": "yearly", "funding": "own", "planned": "25 000"},
    "plans:report_cost": {"reported": "24 000"},
    "steering:add": {"title": "Trygghetspolicy", "kind": "policy", "level": "council"},
    "steering:change": {"title": "Trygghetspolicy", "kind": "policy", "level": "council"},
    "steering:retire": {"reason": "Gäller inte."},
    "steering:add_target": {"title": "Alla är trygga"},
    "steering:change_target": {"title": "Alla är trygga"},
    "steering:retire_target": {"reason": "Nya mål."},
    "steering:definitions": {"term": "Trygghet", "text": "Upplevelsen.", "valid_from": "2026-01-01"},
    "steering:add_committee": {"name": "Tekniska nämnden"},
    "steering:add_requirement": {"title": "Rutin för klotter", "kind": "routine"},
    "plans:add_grant": {"title": "Trygga Norr", "year": "2026"},
    "plans:change_grant": {"title": "Trygga Norr", "year": "2026"},
    "plans:camera": {"place": "Torget", "outcome": "go"},
    "access:log_in": {"username": "finns.inte@exempelkoping.example", "password": "fel lösenord här"},
    "access:change_password": {},
    "explore:save": {"namn": "Klotter vid skolan", "urval": "kategori=klotter"},
    "account_login": {"username": "finns.inte@exempelkoping.example", "password": "fel lösenord här"},
    "access:ask_to_log_in": {"email": "finns.inte@exempelkoping.example"},
    "access:ask_for_password": {"email": "finns.inte@exempelkoping.example"},
    "access:work_in": {"municipality": "00000000-0000-0000-0000-000000000009"},
    "administration:add_organisation": {"name": "Exempelvakten", "kind": "guard_firm"},
    "administration:rename_organisation": {"name": "Polisen norr"},
    "administration:end_organisation": {"ends_on": "2026-01-01"},
    "administration:add_function": {},
    "administration:change_function": {"name": "Skolledare", "area": ""},
    "administration:end_function": {"ends_on": "2026-01-01"},
    "administration:give_function": {
        "email": "ny@exempelkoping.example",
        "full_name": "Ny Person",
        "starts_on": "2026-01-01",
    },
    "administration:end_holding": {"ends_on": "2030-01-01"},
    "api_keys:renew": {"last_day": "2000-01-01"},
    "api_keys:end": {"reason": "Avtalet är slut."},
    "indicators:define": {
        "name": "Trygga elever",
        "unit": "percent",
        "direction": "higher",
        "definition": "Andel elever som svarar att de känner sig trygga.",
        "source": "Skolenkäten",
    },
    "indicators:change": {
        "name": "Otrygga kvällstid",
        "unit": "percent",
        "direction": "lower",
        "definition": "Andel som svarar ganska eller mycket otrygg.",
        "source": "Trygghetsmätningen",
    },
    "indicators:enter_value": {
        "period": "2025",
        "value": "31,5",
        "source": "Trygghetsmätningen 2025, sidan 4",
        "known_on": "2026-01-15",
    },
    "indicators:withdraw_value": {"reason": "Fel år."},
    "indicators:retire": {"reason": "Mäts inte längre."},
    "sources:undo_run": {"reason": "Fel kommun."},
    "sources:switch_on": {
        "municipality_code": "9901",
        "contact": "trygghet@exempelkoping.example",
        "every_minutes": "1440",
        "asks_for": "N07403",
    },
    "imports:map": {"kalla": "incidents", "kolumn-label": "Händelse", "kolumn-start": "Datum"},
    "imports:load": {"krets": "partners"},
    "imports:undo": {"skal": ""},
    "administration:reset_second_factor": {"reason": "Ringde upp på växeln"},
    "administration:second_factor": {"role": "auditor"},
    "audit:decide_retention": {"keep_months": "12", "basis": "Beslut 2025, § 12"},
    "audit:register_disclosure": {
        "disclosed_on": "2025-03-09",
        "what": "Lägesbilden 2025-T1",
        "receiver": "Polisen",
        "ground": "request",
    },
    "audit:correct_disclosure": {
        "disclosed_on": "2025-03-09",
        "what": "Lägesbilden 2025-T1, version 2",
        "receiver": "Polisen",
        "ground": "request",
    },
    "agreements:consult": {"held_on": "2025-03-09", "with_whom": "Polisen", "result": "Vi är överens."},
    "agreements:end": {"ended_on": "2025-03-09", "reason": "Den behövs inte."},
    "agreements:share": {"circle": "own"},
    "pictures:publish": {"circle": "own"},
    "reporting:answer": {"answer": "Vid norra porten.", "version": "1"},
    "reporting:nothing": {
        "first_day": "2025-03-03",
        "last_day": "2025-03-09",
        "client_id": "6f1c0d6e-93a4-4d4f-9f0b-6a3f0c9a2f11",
    },
    "reporting:withdraw": {"reason": "Jag tog fel på plats.", "version": "1"},
    "areas:draw": {"name": "Stationen", "corners": "6857000 690000\n6857000 690200\n6857200 690200"},
    "photos:allow": {"is_allowed": "ja", "motive": "Beslut 2025, § 4"},
    "photos:remove": {"reason": "Ett ansikte syns."},
    "areas:undo_import": {"reason": "Fel fil."},
    "areas:new_place": {"name": "Norra porten", "point": "6857000 690000"},
    "areas:area": {"name": "Nya Stationstorget"},
    "areas:retire": {"reason": "Byggs bort."},
    "areas:new_category": {"code": "glass", "name": "Glass", "library_code": "ovrigt", "seriousness": "1"},
    "areas:retire_category": {"reason": "Används aldrig."},
    "review:approve": {"version": "1"},
    "review:ask": {"version": "1", "question": "Vilken sida av huset?"},
    "review:merge": {"version": "1"},
    "review:undo": {"version": "2"},
    "review:withdraw": {"version": "1", "reason": "Det var en övning."},
    "pictures:withdraw": {"reason": "Antalet i Norrängen var fel."},
    "duties:duty": {"motive": "Det görs i ledningsgruppen.", "version": "0"},
    "duties:add_entry": {"organisation": "Polisen", "seat": "Chef", "version": "0"},
    "duties:entry": {"organisation": "Polisen", "seat": "Områdeschef", "version": "1"},
    "duties:retire_entry": {"reason": "Rådet är ombildat."},
    "pictures:contact": {"function": "Trygghetssamordnare", "phone": "Växeln", "version": "0"},
    "pictures:change_statement": {"text": "Det ökar, men lite.", "version": "1"},
    "pictures:write_statement": {"text": "Det ökar på riktigt."},
    "pictures:hide_section": {"motive": "För få händelser."},
    "pictures:recommend_problem": {"what": "Klotter i tunneln"},
    "pictures:review": {"text": "Vi ser samma sak."},
    "pictures:answer_remark": {"answer": "Vi har lagt till det."},
    "problems:new": {"title": "Mopeder", "what": "Kör fort.", "where": "Gångvägen.", "circle": "partners"},
    "problems:change": {
        "title": "Mopeder",
        "what": "Kör fort.",
        "where": "Gångvägen.",
        "circle": "partners",
        "version": "1",
    },
    "problems:close": {"outcome": "solved", "reason": "Lamporna lyser."},
    "problems:add_selection": {"stance": "for"},
    "problems:add_note": {
        "sentence": "12 av 40 går omvägar.",
        "source": "Vandring 2025-03-09",
        "stance": "for",
    },
    "problems:add_dialogue": {
        "held_on": "2025-03-09",
        "form": "Öppet möte",
        "groups": "Boende",
        "said": "Det är mörkt.",
    },
    "problems:remove_evidence": {"reason": "Fel urval."},
    "problems:remove_dialogue": {"reason": "Hörde till ett annat problem."},
    "problems:score": {
        f"{part}_{criterion}": said
        for criterion in ("extent", "harm", "trend", "unsafety", "control", "ongoing")
        for part, said in (("value", "3"), ("motive", "Så ser vi det."))
    },
    "problems:add_cause": {
        "text": "Ingen felanmäler",
        "factor": "cause",
        "perspective": "situation",
        "level": "situation",
        "grade": "assumption",
        "control": "own",
        "verdict": "hypothesis",
    },
    "problems:cause": {
        "text": "Ingen vet var man felanmäler",
        "factor": "cause",
        "perspective": "situation",
        "level": "situation",
        "grade": "assumption",
        "control": "own",
        "verdict": "hypothesis",
        "version": "1",
    },
    "problems:move_cause": {"where": "up"},
    "problems:retire_cause": {"reason": "Samma som en annan."},
    "problems:event_chain": {"happens_1": "Lampan slocknar", "broken_by_1": "Rondering"},
    "problems:conclude": {"analysis": "Belysningen sköts av flera."},
    "problems:tick": {"note": "Protokoll 2025-03-09."},
}
"""What is sent with POST."""

ARGUMENTS = {
    "format": "pdf",
    "view": "karta",
    "picture_kind": "vecka",
    "paragraph": 13,
    "register_name": "radet",
    "section": "extent",
    "filetype": "csv",
    "what": "ansokan",
    "record_type": "access.links",
    "job": "audit.check",
    "source": "kolada",
    "provider_id": "finns-inte",
    "organization_slug": "finns-inte",
    "code": "finns-inte",
    "kind": "overenskommelse",
    "party_id": 999_999,
    "member_id": 999_999,
    "entry_id": 999_999,
    "item_id": 999_999,
    "number": 9,
    "link_id": 1,
    "file_id": "00000000-0000-0000-0000-000000000009",
    "factor_id": 1,
    "nummer": "00000000-0000-0000-0000-000000000009",
    "handelse": "00000000-0000-0000-0000-000000000009",
    "lagesbild": "00000000-0000-0000-0000-000000000009",
    "rest": "finns-inte",
    "name": "finns-inte",
    "check": "decided",
    "thing_kind": "problem",
    "z": 0,
    "x": 0,
    "y": 0,
}
"""Parts of addresses that are not a thing's id."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what each reader gets."""

    address: str
    method: str
    thing: str
    answers: dict[str, str]

    def __str__(self) -> str:
        return f"{self.method} {self.address} {self.thing}"


def rows() -> list[Row]:
    """Return the table, line by line."""
    heading, *lines = TABLE.strip().splitlines()
    columns = [column for column in heading.split() if column != "|"][3:]
    found = []
    for line in lines:
        address, method, thing, *answers = [word for word in line.split() if word != "|"]
        found.append(Row(address, method, thing, dict(zip(columns, answers, strict=True))))
    return found
